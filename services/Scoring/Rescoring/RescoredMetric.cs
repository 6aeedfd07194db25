using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Summaries;

namespace MedHelm.Scoring.Rescoring;

/// <summary>New scores under one metric beside those of the run's main metric.</summary>
internal sealed class RescoredMetric(PlannedBenchmark planned, string candidate, Metric metric, Metric main, IReadOnlyDictionary<string, RecordedScore> before)
{
    private readonly MetricScores scores = new(planned.Benchmark, candidate, metric);
    private readonly bool comparable = metric.RangeMin == main.RangeMin && metric.RangeMax == main.RangeMax;
    private long changed;

    internal string Name => metric.Name;

    internal void Add(string instance, Score score, References? known)
    {
        scores.Add(instance, score, known?.Subset ?? "", known?.Cluster ?? "");
        // A value where there was none, or none where there was one, is another value too.
        if (comparable && before.TryGetValue(instance, out var earlier) && ValueOf(earlier.Score) != ValueOf(score)) changed++;
    }

    /// <param name="mainMean">Mean of the main metric; null where it has no value.</param>
    /// <param name="missing">Answers that are not stored any more.</param>
    internal RescoreRunResponse ToProto(double? mainMean, long missing)
    {
        var part = new RescoreRunResponse { Summary = scores.ToProto(scores.PlainMean, planned.Instances, planned.Metrics.Contains(metric.Name)), MainMetric = main.Name, Missing = missing, Changed = changed };
        if (mainMean is { } mean) part.MainMean = mean;
        return part;
    }

    /// <summary>The mean of scores, as a summary has it; null without any value.</summary>
    internal static double? MeanOf(IEnumerable<(string Instance, Score Score, References? Known)> scored, PlannedBenchmark planned, string candidate, Metric metric)
    {
        var all = new MetricScores(planned.Benchmark, candidate, metric);
        foreach (var (instance, score, known) in scored) all.Add(instance, score, known?.Subset ?? "", known?.Cluster ?? "");
        return all.Mean;
    }

    private static double? ValueOf(Score score) => score.OutcomeCase == Score.OutcomeOneofCase.Value ? score.Value : null;
}
