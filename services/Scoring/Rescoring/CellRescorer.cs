using System.Collections.Frozen;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Runs;
using MedHelm.Scoring.Storage;

namespace MedHelm.Scoring.Rescoring;

/// <summary>Scores the stored answers of one candidate on one benchmark again.</summary>
internal sealed class CellRescorer(StoredAnswers answers, StoredVerdicts verdicts, InstanceReferences references, OutcomeScoring scoring, MetricCatalog metrics, ScoreStore store)
{
    /// <summary>
    /// Stores what the run itself does not score by; its own scores stay as they are, and nothing is published, so its leaderboard and
    /// progress do too. A batch is stored whole or not at all.
    /// </summary>
    /// <returns>One part for each metric, in their order.</returns>
    internal async Task<IReadOnlyList<RescoreRunResponse>> ScoreAsync(string run, string candidate, BenchmarkMetrics wanted, CancellationToken cancel)
    {
        var planned = wanted.Benchmark;
        var set = await references.GetAsync(planned.InstanceSet, cancel);
        var judged = wanted.Metrics.OfType<IVerdictMetric>().Any() ? await verdicts.ReadAsync(run, planned, candidate, cancel) : FrozenDictionary<string, IReadOnlyCollection<Verdict>>.Empty;
        var main = metrics.Get(planned.Metrics[0]).Description;
        var before = new Dictionary<string, RecordedScore>(StringComparer.Ordinal);
        await store.ReadAsync(new(run, candidate, planned.Benchmark), main.Name, score => before[score.InstanceId] = score, cancel);

        var parts = wanted.Metrics.Select(metric => new RescoredMetric(planned, candidate, metric.Description, main, before)).ToDictionary(part => part.Name, StringComparer.Ordinal);
        long missing = 0;
        await foreach (var (asked, found) in answers.ReadAsync(run, planned.Benchmark, candidate, cancel))
        {
            // What the run has decided was answered once; the rest may still come.
            missing += asked.Except(found.Select(item => item.InstanceId), StringComparer.Ordinal).Count(before.ContainsKey);
            var scored = new InstancesScored { Run = run, Benchmark = planned.Benchmark, Candidate = candidate };
            foreach (var (item, rated) in found.Zip(await scoring.RateAsync(found, wanted.Metrics, planned, set, comesAgain: false, cancel)))
            {
                var known = set.GetValueOrDefault(item.InstanceId);
                var scores = WithVerdicts(rated, wanted, judged.GetValueOrDefault(item.InstanceId));
                foreach (var score in scores) parts[score.Metric].Add(item.InstanceId, score, known);
                scored.Items.Add(ScoredInstances.Of(item.InstanceId, known, scores.Where(score => !planned.Metrics.Contains(score.Metric))));
            }
            await store.SaveAsync(scored, cancel);
        }
        var mainMean = RescoredMetric.MeanOf(before.Values.Select(score => (score.InstanceId, score.Score, set.GetValueOrDefault(score.InstanceId))), planned, candidate, main);
        return [.. wanted.Metrics.Select(metric => parts[metric.Description.Name].ToProto(mainMean, missing))];
    }

    private static List<Score> WithVerdicts(Score[] rated, BenchmarkMetrics wanted, IReadOnlyCollection<Verdict>? spoken)
    {
        List<Score> scores = [.. rated];
        // An answer that the jury has not judged yet has no score by these.
        if (spoken is null) return scores;
        scores.AddRange(wanted.Metrics.OfType<IVerdictMetric>()
            .Where(metric => !scores.Exists(score => score.Metric == metric.Description.Name))
            .Select(metric => metric.Rate(spoken, wanted.Benchmark.Jury)).ToList());
        return scores;
    }
}
