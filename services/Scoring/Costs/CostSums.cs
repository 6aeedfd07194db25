using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Costs;

/// <summary>
/// Costs by model: every figure summed over the benchmarks that count; the model's own tokens, its jury's, and both together. In
/// whole billionths of a US dollar, so that no order of rows changes a sum. Prices are as posted: MedHELM's own are upper bounds,
/// from the largest allowed output.
/// </summary>
internal static class CostSums
{
    internal static SumCostsResponse Of(SumCostsRequest request)
    {
        var counted = request.Benchmarks.ToHashSet(StringComparer.Ordinal);
        return new SumCostsResponse
        {
            Sums =
            {
                request.Rows.GroupBy(row => row.Model, StringComparer.Ordinal)
                    .OrderBy(model => model.Key, StringComparer.Ordinal)
                    .Select(model => Sum(model.Key, [.. model.Where(row => counted.Count == 0 || counted.Contains(row.Benchmark))])),
            },
        };
    }

    private static CostSum Sum(string model, CostRow[] rows)
    {
        var sum = new CostRow { Model = model };
        foreach (var figure in CostFigure.All) figure.Set(sum, rows.Sum(figure.Get));
        var (own, jury) = (sum.InputNanoUsd + sum.OutputNanoUsd, sum.JuryInputNanoUsd + sum.JuryOutputNanoUsd);
        return new CostSum { Sum = sum, BenchmarkNanoUsd = own, JuryNanoUsd = jury, TotalNanoUsd = own + jury, Benchmarks = rows.Length };
    }
}
