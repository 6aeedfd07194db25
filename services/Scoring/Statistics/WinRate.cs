using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics;

/// <summary>
/// Win rate by HELM's summarize convention: on a benchmark with at least two models, the share of the other models that are
/// strictly worse, a tie counting half; for a model, the mean over the benchmarks where it has a value. A missing cell is
/// left out, not a defeat. MedHELM publishes this number.
/// </summary>
internal static class WinRate
{
    /// <summary>The share of other models beaten on one benchmark, by model. Empty with fewer than two models.</summary>
    internal static IReadOnlyDictionary<string, double> OnBenchmark(Direction direction, IReadOnlyCollection<KeyValuePair<string, double>> means)
    {
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        if (means.Count < 2) return shares;
        foreach (var (model, own) in means)
        {
            var worse = means.Count(other => direction == Direction.LowerIsBetter ? other.Value > own : other.Value < own);
            var ties = means.Count(other => other.Value == own) - 1;
            shares[model] = (worse + ties / 2.0) / (means.Count - 1);
        }
        return shares;
    }
}
