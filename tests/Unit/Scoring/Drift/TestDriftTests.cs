using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;
using MedHelm.Scoring.Statistics.Resampling;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Drift;

/// <summary>Expected figures were computed with numpy and scipy from the formulas; rates are those of seeded simulations.</summary>
public sealed class TestDriftTests
{
    private static readonly double[] Ten = [0.5, -0.25, 1, 0, 0.75, 0.5, -0.5, 1, 0.25, 0.5];

    [Fact]
    public void Evidence_and_the_confidence_sequence_are_those_of_the_bets()
    {
        var response = Test(Ten, rate: 0.1);

        Assert.Equal(1.263072455528, response.Evidence, 1e-10);
        Assert.Equal((false, 0, 0.1), (response.Drifted, response.DetectedAt, response.FalseAlarmRate));
        Assert.Equal(0.375, response.Shift.Value, 1e-12);
        Assert.Equal(-0.8377979928631, response.Shift.Low, 1e-9);
        Assert.Equal(1.3850684194065, response.Shift.High, 1e-9);
        Assert.Equal((0.9, 10, IntervalMethod.ConfidenceSequence), (response.Shift.Level, response.Shift.Units, response.Shift.Method));
        Assert.Equal(1.021677232041, Test(Ten, rate: 0.1, tolerance: 0.1).Evidence, 1e-10);
    }

    [Fact]
    public void Up_and_down_are_alike_and_nothing_is_no_evidence()
    {
        var (up, down) = (Test(Ten), Test([.. Ten.Select(d => -d)]));
        Assert.Equal(up.Evidence, down.Evidence, 1e-12);
        Assert.Equal(up.Shift.Low, -down.Shift.High, 1e-9);
        var none = Test([]);
        Assert.Equal(1, none.Evidence, 1e-12);
        Assert.Equal((false, false, 0.01), (none.Drifted, none.Shift.HasValue, none.FalseAlarmRate));
    }

    [Fact]
    public void An_alarm_stays_and_says_when_it_came()
    {
        var response = Test([.. Enumerable.Repeat(2.0, 20), .. Enumerable.Repeat(-2.0, 20)]);

        Assert.True(response.Drifted);
        Assert.True(response.Evidence < 100);
        Assert.False(Test([.. Enumerable.Repeat(2.0, response.DetectedAt - 1)]).Drifted);
        Assert.Equal(response.DetectedAt, Test([.. Enumerable.Repeat(2.0, response.DetectedAt)]).DetectedAt);
        Assert.True(Test([.. Enumerable.Repeat(4.0, 3000)]).Evidence < double.PositiveInfinity);
    }

    /// <summary>A juror whose mark of a criterion differs by a point in one re-judgement of ten, and then gives a point more in one of five.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_drift_of_a_fifth_is_found_within_150_anchors_at_one_false_alarm_in_a_hundred(int sign)
    {
        var found = Seeds(400).Count(random => Test(Marks(random, 150, noise: 0.1, drift: 0.2, sign)) is { Drifted: true, DetectedAt: <= 150 });
        Assert.True(found >= 0.95 * 400, $"{found} of 400");
    }

    [Fact]
    public void With_twice_the_noise_it_is_found_at_one_false_alarm_in_twenty()
    {
        var found = Seeds(400).Count(random => Test(Marks(random, 150, noise: 0.3, drift: 0.2, 1), rate: 0.05).Drifted);
        Assert.True(found >= 0.95 * 400, $"{found} of 400");
    }

    /// <summary>Looked at after every item, over a thousand items.</summary>
    [Theory]
    [InlineData("marks")]
    [InlineData("skewed")]
    [InlineData("mostly nought")]
    [InlineData("two ends")]
    public void A_juror_that_does_not_change_is_reported_no_more_often_than_stated(string kind)
    {
        const int sequences = 400;
        var alarms = Seeds(sequences).Count(random => Test(Unchanged(random, kind, 1000), rate: 0.05).Drifted);
        // Three standard errors above the stated rate.
        Assert.True(alarms <= 0.05 * sequences + 3 * Math.Sqrt(sequences * 0.05 * 0.95), $"{alarms} of {sequences}");
    }

    [Fact]
    public void A_year_of_daily_checks_alarms_no_more_often_than_stated()
    {
        // Thirty anchors a day; the marks that were frozen once have noise of their own, which the tolerance covers.
        const int years = 60;
        var alarms = Seeds(years).Count(random =>
        {
            var frozen = Marks(random, 30, noise: 0.1, drift: 0, 1);
            var year = Enumerable.Range(0, 365).SelectMany(_ => Marks(random, 30, noise: 0.1, drift: 0, 1).Zip(frozen, (now, then) => now - then)).ToArray();
            return Test(year, tolerance: 3 * 0.183 / Math.Sqrt(30)).Drifted;
        });
        Assert.True(alarms <= 2, $"{alarms} of {years}");
    }

    [Fact]
    public void The_confidence_sequence_holds_the_mean_at_every_look()
    {
        const int sequences = 150;
        var missed = Seeds(sequences).Count(random =>
        {
            var values = Marks(random, 240, noise: 0.1, drift: 0.2, 1);
            return new[] { 20, 60, 120, 240 }.Any(looks => Test(values[..looks], rate: 0.1).Shift is var shift && (shift.Low > 0.2 || shift.High < 0.2));
        });
        Assert.True(missed <= 0.1 * sequences + 3 * Math.Sqrt(sequences * 0.09), $"{missed} of {sequences}");
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var said = Assert.Throws<RpcException>(() => Call(new() { Bound = 4, Differences = { 0, 4.5 }, FalseAlarmRate = 0.7, Tolerance = 4 }));
        Assert.All(["differences[1]", "false_alarm_rate", "tolerance"], field => Assert.Contains(field + ":", said.Status.Detail, StringComparison.Ordinal));
        Assert.Contains("bound:", Assert.Throws<RpcException>(() => Call(new())).Status.Detail, StringComparison.Ordinal);
    }

    private static IEnumerable<Func<double>> Seeds(int count) => Enumerable.Range(0, count).Select(seed =>
    {
        var random = new RandomStream((ulong)seed, 0xD, 1);
        return new Func<double>(() => random.NextDouble());
    });

    // Differences of means over three criteria.
    private static double[] Marks(Func<double> random, int count, double noise, double drift, int sign) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 3).Sum(_ =>
    {
        var chance = random();
        return (chance < noise / 2 ? 1 : chance < noise ? -1 : 0) + (random() < drift ? sign : 0);
    }) / 3.0)];

    private static double[] Unchanged(Func<double> random, string kind, int count) => kind switch
    {
        "marks" => Marks(random, count, noise: 0.3, drift: 0, 1),
        // Now and then three points down, else a little up: the mean is 0.
        "skewed" => [.. Enumerable.Range(0, count).Select(_ => random() < 0.05 ? -3.8 : 0.2)],
        "mostly nought" => [.. Enumerable.Range(0, count).Select(_ => random() is var chance && chance < 0.01 ? 1.0 : chance < 0.02 ? -1 : 0)],
        _ => [.. Enumerable.Range(0, count).Select(_ => random() < 0.5 ? 4.0 : -4)],
    };

    private static TestDriftResponse Test(double[] differences, double rate = 0, double tolerance = 0) =>
        Call(new() { Differences = { differences }, Bound = 4, FalseAlarmRate = rate, Tolerance = tolerance });

    private static TestDriftResponse Call(TestDriftRequest request)
    {
        using var heavy = new HeavyWork();
        return new StatisticsRpc(heavy).TestDrift(request, new CallContext()).GetAwaiter().GetResult();
    }
}
