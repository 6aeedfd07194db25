using System.Globalization;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class PriceScheduleTests
{
    private static readonly PriceSchedule Dear = new("vendor/m",
    [
        new PriceVersion(new DateOnly(2025, 1, 1), new PriceList { InputUsdPerMillion = 3 }),
        new PriceVersion(new DateOnly(2025, 7, 1), new PriceList { InputUsdPerMillion = 2 }),
    ]);

    [Theory]
    [InlineData("2024-05-05T00:00:00Z", 3, "vendor/m@2025-01-01")]
    [InlineData("2025-06-30T23:59:59Z", 3, "vendor/m@2025-01-01")]
    [InlineData("2025-07-01T01:00:00+02:00", 3, "vendor/m@2025-01-01")]
    [InlineData("2025-07-01T00:00:00Z", 2, "vendor/m@2025-07-01")]
    [InlineData("2030-01-01T00:00:00Z", 2, "vendor/m@2025-07-01")]
    public void A_price_holds_from_the_first_minute_of_its_day_and_the_first_one_ever_before(string instant, double input, string version)
    {
        var list = Dear.At(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));

        Assert.Equal(input, list.InputUsdPerMillion);
        Assert.Equal(version, list.Version);
    }

    [Fact]
    public void Any_change_of_a_price_without_a_day_is_another_version()
    {
        PriceList[] lists =
        [
            new() { InputUsdPerMillion = 1 }, new() { OutputUsdPerMillion = 1 }, new() { CachedInputUsdPerMillion = 1 }, new() { CacheWriteUsdPerMillion = 1 },
            new() { ReasoningUsdPerMillion = 1 }, new() { InputUsdPerMillion = 1, BatchFactor = 0.5 }, new() { InputUsdPerMillion = 1.01 },
        ];

        var versions = lists.Select(list => new PriceSchedule("mine", [new PriceVersion(null, list)]).At(DateTimeOffset.UnixEpoch).Version).ToList();

        Assert.Equal(lists.Length, versions.Distinct(StringComparer.Ordinal).Count());
        Assert.All(versions, version => Assert.Matches("^mine@configured-[0-9a-f]{8}$", version));
    }

    [Fact]
    public void What_costs_nothing_has_no_version() => Assert.Equal("", PriceSchedule.Free.At(DateTimeOffset.UnixEpoch).Version);
}
