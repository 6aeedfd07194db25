using System.Collections.Frozen;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Execution;
using MedHelm.Scoring.Metrics;

namespace MedHelm.Scoring.Runs;

/// <summary>The scores of a candidate's outcomes: one way for runs under way and for runs that are scored again.</summary>
internal sealed class OutcomeScoring(AnswerScorer scorer, InstanceSources sources)
{
    // No metric looks at them where the set was not fetched.
    private static readonly References None = new([], []);

    /// <summary>
    /// What can be decided without verdicts, for each item in order: for an answer, the metrics that need no jury, and jury metrics on
    /// which no verdict counts; for a failure every metric, as unscored.
    /// </summary>
    /// <param name="items">Answers and failures.</param>
    /// <param name="wanted">The metrics.</param>
    /// <param name="planned">The benchmark as the run pins it.</param>
    /// <param name="set">Its references; null where no metric looks at them.</param>
    /// <param name="comesAgain">Whether the caller comes again with the same after an exception, so that a failing encoder may have some time.</param>
    /// <param name="cancel">Gives up.</param>
    internal async Task<Score[][]> RateAsync(
        IReadOnlyList<ProducedCompletion> items, IReadOnlyList<IMetric> wanted, PlannedBenchmark planned, FrozenDictionary<string, References>? set, bool comesAgain, CancellationToken cancel)
    {
        IAnswerMetric[] answerMetrics = set is null ? [] : [.. wanted.OfType<IAnswerMetric>()];
        var scores = new List<Score[]>(items.Count);
        foreach (var together in items.Chunk(InstanceSources.AtOnce))
        {
            var rated = new Queue<Score[]>(await AnsweredAsync([.. together.Where(IsAnswered)], answerMetrics, planned, set, comesAgain, cancel));
            foreach (var item in together) scores.Add(IsAnswered(item) ? [.. rated.Dequeue(), .. Unseen(item, wanted, planned.Jury)] : Unanswered(item, wanted));
        }
        return [.. scores];
    }

    private async Task<Score[][]> AnsweredAsync(
        ProducedCompletion[] items, IAnswerMetric[] metrics, PlannedBenchmark planned, FrozenDictionary<string, References>? set, bool comesAgain, CancellationToken cancel)
    {
        var inputs = metrics.Any(metric => metric.NeedsSource)
            ? await sources.GetAsync(planned.InstanceSet, [.. items.Select(item => item.InstanceId)], cancel)
            : FrozenDictionary<string, string>.Empty;
        Answer[] answers =
        [
            .. items.Select(item => new Answer(item.Outcome.Completion.Text, planned.Adaptation, Known(item, planned, set)) { Source = inputs.GetValueOrDefault(item.InstanceId, "") }),
        ];
        return await scorer.RateAsync(answers, metrics, planned.Attachments, comesAgain, cancel);
    }

    private static bool IsAnswered(ProducedCompletion item) => item.Outcome.OutcomeCase == CompletionOutcome.OutcomeOneofCase.Completion;

    private static References Known(ProducedCompletion item, PlannedBenchmark planned, FrozenDictionary<string, References>? set) => set is null
        ? None
        : set.GetValueOrDefault(item.InstanceId)
            ?? throw new InvalidOperationException($"Instance set {planned.InstanceSet} of {planned.Benchmark} has no instance '{item.InstanceId}', but its answer came.");

    private static Score[] Unanswered(ProducedCompletion item, IReadOnlyList<IMetric> wanted)
    {
        var failure = ReasonName.Of(item.Outcome.Failure?.Reason ?? FailureReason.Unspecified);
        return [.. wanted.Select(metric => Scores.None(metric.Description.Name, UnscoredReason.NoCompletion, failure))];
    }

    private static IEnumerable<Score> Unseen(ProducedCompletion item, IReadOnlyList<IMetric> wanted, Jury? jury) =>
        jury is null ? [] : wanted.OfType<IVerdictMetric>().Select(metric => metric.RateUnseen(item.Outcome.Completion.Text, jury)).OfType<Score>();
}
