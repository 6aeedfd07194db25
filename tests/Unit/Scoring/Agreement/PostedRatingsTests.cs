using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Agreement;

public sealed class PostedRatingsTests
{
    [Fact]
    public void Everything_wrong_with_a_table_is_said_at_once()
    {
        var request = new MeasureAgreementRequest
        {
            Raters = { "ann", "ann", "" },
            Items =
            {
                new RatedItem { Item = "one", Ratings = { new Rating { Value = double.NaN }, new Rating(), new Rating() } },
                new RatedItem { Item = "one", Ratings = { new Rating { Value = 9 } } },
            },
            Categories = { 1, 5, 3 },
            Reference = "ben",
            Rounding = (Rounding)9,
            Resampling = new() { Method = IntervalMethod.T, Level = 2, Resamples = 3 },
        };

        var said = Assert.Throws<RpcException>(() => Ratings.Measure(request));

        Assert.Equal(StatusCode.InvalidArgument, said.StatusCode);
        string[] fields = ["raters[1]", "raters[2]", "items[0].ratings[0].value", "items[1].item", "items[1].ratings", "items[1].ratings[0].value", "categories[2]", "reference", "rounding", "resampling.method", "resampling.level", "resampling.resamples"];
        Assert.All(fields, field => Assert.Contains(field + ":", said.Status.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public void Sizes_are_bounded()
    {
        Assert.Contains("raters: must be 2 to 100, were 101", Refusal(Ratings.Request([new double?[101]])), StringComparison.Ordinal);
        Assert.Contains("raters: must be 2 to 100, were 1", Refusal(Ratings.Request([new double?[1]])), StringComparison.Ordinal);
        Assert.Contains("items: must be 1 to 100000, were 0", Refusal(new() { Raters = { "a", "b" } }), StringComparison.Ordinal);
        Assert.Contains("items: must be 1 to 100000, were 100001", Refusal(Ratings.Request([.. Enumerable.Repeat(new double?[2], 100_001)])), StringComparison.Ordinal);
        var many = Ratings.Request(Ratings.Sample);
        many.Categories.Add(Enumerable.Range(0, 101).Select(c => (double)c));
        Assert.Contains("categories: must be 2 to 100", Refusal(many), StringComparison.Ordinal);
    }

    [Fact]
    public void More_work_than_a_call_may_take_is_refused_with_what_to_do()
    {
        double?[][] large = [.. Enumerable.Repeat(new double?[20], 10_000)];

        Assert.Contains("resampling.resamples: must be at most 526 for 10000 items of 20 raters, was 10000", Refusal(Ratings.Request(large, resamples: 10_000)), StringComparison.Ordinal);
        var bca = Ratings.Request(large);
        bca.Resampling.Method = IntervalMethod.Bca;
        Assert.Contains("PERCENTILE", Refusal(bca), StringComparison.Ordinal);
    }

    private static string Refusal(MeasureAgreementRequest request) => Assert.Throws<RpcException>(() => Ratings.Measure(request)).Status.Detail;
}
