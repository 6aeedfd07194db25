using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;
using MedHelm.Scoring.Statistics;
using MedHelm.Scoring.Statistics.Resampling;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Resampling;

/// <summary>Expected figures: scipy's t, statsmodels' cluster-robust OLS of a constant, and scipy.stats.bootstrap.</summary>
public sealed class EstimateMeanTests
{
    private static readonly double[] Values = [0.2, 0.9, 0.4, 0.4, 0.7, 0.1, 1.0, 0.3, 0.6, 0.55, 0.05, 0.85];
    private static readonly string[] Clusters = ["a", "a", "a", "b", "b", "c", "c", "c", "c", "d", "e", "e"];

    [Fact]
    public void The_interval_by_t_is_that_of_the_textbook()
    {
        var response = Estimate(IntervalMethod.T);

        Assert.Equal(0.5041666666667, response.Mean.Value, 1e-12);
        Assert.Equal(0.3158382305529, response.Sd, 1e-12);
        Assert.Equal(0.0911746437150, response.StandardError, 1e-12);
        Assert.Equal(0.3034926288740, response.Mean.Low, 1e-10);
        Assert.Equal(0.7048407044593, response.Mean.High, 1e-10);
        Assert.Equal((IntervalMethod.T, 12, 0.95), (response.Mean.Method, response.Mean.Units, response.Mean.Level));
    }

    [Fact]
    public void Over_clusters_the_standard_error_is_the_cluster_robust_one()
    {
        var response = Estimate(IntervalMethod.T, Clusters);

        Assert.Equal(0.0140292387853, response.StandardError, 1e-12);
        Assert.Equal(0.4652152553116, response.Mean.Low, 1e-10);
        Assert.Equal(0.5431180780218, response.Mean.High, 1e-10);
        Assert.Equal(5, response.Mean.Units);
    }

    [Theory]
    [InlineData(IntervalMethod.Percentile, 0.3333, 0.6750)]
    [InlineData(IntervalMethod.Bca, 0.3333, 0.6750)]
    public void Bootstrap_intervals_are_those_of_another_generator_up_to_its_noise(IntervalMethod method, double low, double high)
    {
        var response = Estimate(method);

        Assert.Equal(low, response.Mean.Low, 0.01);
        Assert.Equal(high, response.Mean.High, 0.01);
        Assert.Equal((method, 10_000), (response.Mean.Method, response.Resampling.Resamples));
    }

    [Fact]
    public void Unspecified_means_percentile_and_an_empty_cluster_is_one_of_its_own()
    {
        var response = Estimate(IntervalMethod.Unspecified, ["a", "a", "", "", "", "", "", "", "", "", "", ""]);

        Assert.Equal((IntervalMethod.Percentile, 11), (response.Mean.Method, response.Mean.Units));
    }

    [Fact]
    public void One_value_has_a_mean_and_nothing_else()
    {
        var response = Call(new() { Values = { 0.5 } });

        Assert.Equal(0.5, response.Mean.Value);
        Assert.False(response.Mean.HasLow || response.HasSd || response.HasStandardError);
        Assert.Contains("two independent units", response.Mean.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads()
    {
        var settings = new ResamplingSettings(1000, 3, 0.9, IntervalMethod.Bca);
        var mean = new MeanEstimate(Values, Units.Of(Values.Length, Clusters));

        Assert.Equal(mean.With(settings, new() { MaxDegreeOfParallelism = 1 }), mean.With(settings, new() { MaxDegreeOfParallelism = 6 }));
    }

    [Fact]
    public void Everything_wrong_with_values_is_said_at_once()
    {
        var said = Assert.Throws<RpcException>(() => Call(new() { Values = { 1, double.PositiveInfinity }, Clusters = { "a" }, Resampling = new() { Method = IntervalMethod.F, Resamples = -1 } }));

        Assert.Equal(StatusCode.InvalidArgument, said.StatusCode);
        Assert.All(["values[1]", "clusters", "resampling.method", "resampling.resamples"], field => Assert.Contains(field + ":", said.Status.Detail, StringComparison.Ordinal));
        Assert.Contains("values: must be 1 to 1000000", Assert.Throws<RpcException>(() => Call(new())).Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void More_draws_than_a_call_may_take_are_refused_with_what_to_do()
    {
        var many = new EstimateMeanRequest { Values = { Enumerable.Repeat(0.5, 1_000_000) } };

        Assert.Contains("resampling.resamples: must be at most 2000 for 1000000 values, was 10000", Assert.Throws<RpcException>(() => Call(many)).Status.Detail, StringComparison.Ordinal);
        many.Resampling = new() { Method = IntervalMethod.T };
        Assert.Equal((0.5, 1_000_000), (Call(many).Mean.Value, Call(many).Mean.Units));
    }

    private static EstimateMeanResponse Estimate(IntervalMethod method, string[]? clusters = null) =>
        Call(new() { Values = { Values }, Clusters = { clusters ?? [] }, Resampling = new() { Method = method } });

    private static EstimateMeanResponse Call(EstimateMeanRequest request) => new StatisticsRpc(new HeavyWork()).EstimateMean(request, new CallContext()).Result;
}
