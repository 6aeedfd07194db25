using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Checks;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics.Standings;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Statistics;

/// <summary>What is refused before standings are estimated, because it would take gigabytes or has no meaning.</summary>
public sealed class PostedStandingsTests
{
    [Fact]
    public void One_value_of_a_billion_instances_is_refused()
    {
        var column = Tables.Column("b", ("x", [1, 0]));
        column.Instances = 1_000_000_000;
        column.Models[0].Positions.Add([0, 999_999_999]);

        Assert.Contains("must be smaller", Refused(new() { Table = Tables.Of(column), Resampling = new() { Resamples = 100 } }));
    }

    [Fact]
    public void More_pairs_than_can_be_answered_are_refused_and_can_be_left_out()
    {
        var models = Enumerable.Range(0, 100).Select(m => ($"m{m}", new double[] { m % 2, 1 })).ToArray();
        var request = new EstimateStandingsRequest { Table = Tables.Of([.. Enumerable.Range(0, 100).Select(b => Tables.Column($"b{b}", models))]), Resampling = new() { Resamples = 100 } };

        Assert.Contains("without_benchmark_pairs: must be true", Refused(request));
        request.WithoutBenchmarkPairs = true;
        Assert.Equal(100, StandingsTable.Check(request).Settings.Resamples);
    }

    [Fact]
    public void An_instance_in_two_sub_runs_and_a_model_without_sub_runs_are_refused()
    {
        var column = Tables.Column("b", ("x", [1, 0]), ("y", [0, 1]));
        column.Models[0].Subsets.Add(["s", "t"]);
        Assert.Contains("models[1].subsets: must be there for every model", Refused(new() { Table = Tables.Of(column) }));

        column.Models[1].Subsets.Add(["s", "s"]);
        Assert.Contains("models[1].subsets[1]: must be 't'", Refused(new() { Table = Tables.Of(column) }));

        column.Models[1].Subsets[1] = "t";
        Assert.Equal(10_000, StandingsTable.Check(new() { Table = Tables.Of(column) }).Settings.Resamples);
    }

    [Theory]
    [InlineData(0, double.Epsilon)]
    [InlineData(0, 1e-60)]
    public void A_range_too_narrow_to_rescale_by_is_refused(double low, double high)
    {
        var column = Tables.Column("b", ("x", [low, high]), ("y", [high, low]));
        (column.RangeMin, column.RangeMax) = (low, high);

        Assert.Contains("range_max: must be at least 1E-50 above", Refused(new() { Table = Tables.Of(column) }));
    }

    [Theory]
    [InlineData(-1e100, 1e100, false)]
    [InlineData(0, 1e-50, true)]
    [InlineData(1e15, 1e15 + 4, false)]
    [InlineData(1, 5, false)]
    public void At_the_ends_of_what_is_allowed_every_number_is_finite(double low, double high, bool clipped)
    {
        var middle = low + (high - low) / 2;
        var a = Tables.Column("a", ("x", [low, high, high, low, middle]), ("y", [middle, high, low, clipped ? 1e100 : high, low]));
        (a.RangeMin, a.RangeMax, a.Clipped) = (low, high, clipped);
        var b = a.Clone();
        (b.Benchmark, b.Direction) = ("b", Direction.LowerIsBetter);
        foreach (var method in new[] { IntervalMethod.Percentile, IntervalMethod.Bca })
        {
            foreach (var drawn in new[] { Drawn.Instances, Drawn.Benchmarks, Drawn.Both })
            {
                var request = new EstimateStandingsRequest { Table = Tables.Of(a, b), Drawn = drawn, Resampling = new() { Resamples = 200, Method = method } };
                var text = StandingsEstimator.Estimate(request, StandingsTable.Check(request).Settings, new ParallelWork(2, default)).ToString();
                Assert.DoesNotContain("NaN", text);
                Assert.DoesNotContain("Infinity", text);
            }
        }
    }

    private static string Refused(EstimateStandingsRequest request)
    {
        var refusal = Assert.Throws<RpcException>(() => StandingsTable.Check(request));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        return refusal.Status.Detail;
    }
}
