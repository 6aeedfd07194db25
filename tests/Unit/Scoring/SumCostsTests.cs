using Google.Rpc;
using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Costs;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class SumCostsTests
{
    [Fact]
    public void Every_figure_is_summed_by_model_over_the_benchmarks_that_count()
    {
        var sums = CostSums.Of(new() { Rows = { Row("y", "a", 1), Row("x", "a", 10), Row("x", "b", 100), Row("x", "c", 1000) }, Benchmarks = { "a", "b" } }).Sums;

        Assert.Equal(["x", "y"], sums.Select(s => s.Sum.Model));
        var expected = Row("x", "", 110);
        Assert.Equal(expected, sums[0].Sum);
        // Prices are the sixth to ninth figure: 6, 7, 8 and 9 times the scale.
        Assert.Equal((13L * 110, 17L * 110, 30L * 110, 2), (sums[0].BenchmarkNanoUsd, sums[0].JuryNanoUsd, sums[0].TotalNanoUsd, sums[0].Benchmarks));
    }

    [Fact]
    public void A_model_without_a_benchmark_that_counts_costs_nothing()
    {
        var y = CostSums.Of(new() { Rows = { Row("x", "a", 1), Row("y", "b", 1) }, Benchmarks = { "a" } }).Sums[1];
        Assert.Equal(("y", 0L, 0), (y.Sum.Model, y.TotalNanoUsd, y.Benchmarks));
    }

    [Fact]
    public void Every_violation_of_posted_costs_is_named_at_once()
    {
        var negative = Row("x", "b", 1);
        negative.OutputNanoUsd = -1;
        var refusal = Assert.Throws<RpcException>(() => CostTable.Check(new() { Rows = { Row("x", "a", 1), Row("x", "a", 1), negative, Row("", "", 1) }, Benchmarks = { "a", "z" } }).ThrowIfAny());
        Assert.Equal(
            ["rows[1].benchmark", "rows[2].output_nano_usd", "rows[3].model", "rows[3].benchmark", "benchmarks[1]"],
            refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field));
    }

    [Fact]
    public void Sums_too_large_to_count_are_refused()
    {
        var huge = new CostRow { Model = "x", Benchmark = "a", InputTokens = long.MaxValue / 2 };
        var refusal = Assert.Throws<RpcException>(() => CostTable.Check(new() { Rows = { huge, new CostRow(huge) { Benchmark = "b" } } }).ThrowIfAny());
        Assert.Contains("input_tokens", Assert.Single(refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Description, StringComparison.Ordinal);
    }

    private static CostRow Row(string model, string benchmark, long scale) => new()
    {
        Model = model,
        Benchmark = benchmark,
        Instances = scale,
        InputTokens = 2 * scale,
        OutputTokens = 3 * scale,
        JuryInputTokens = 4 * scale,
        JuryOutputTokens = 5 * scale,
        InputNanoUsd = 6 * scale,
        OutputNanoUsd = 7 * scale,
        JuryInputNanoUsd = 8 * scale,
        JuryOutputNanoUsd = 9 * scale,
    };
}
