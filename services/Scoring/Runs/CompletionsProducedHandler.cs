using System.Collections.Frozen;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Execution;
using MedHelm.Scoring.Metrics;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Scoring.Runs;

/// <summary>
/// Scores the answers of candidates by every metric that needs no jury, and failed answers by every metric there is. Answers on which no
/// verdict counts get their jury score here.
/// </summary>
internal sealed class CompletionsProducedHandler(
    RunPlans plans, InstanceReferences references, MetricCatalog metrics, AnswerScorer scorer, ScorePublisher publisher)
    : IMessageHandler<CompletionsProduced>
{
    public async Task HandleAsync(CompletionsProduced message, CancellationToken cancel)
    {
        if (message.Batch.Purpose != Purpose.Candidate) return;
        var planned = await plans.GetBenchmarkAsync(message.Batch.Run, message.Batch.Benchmark, cancel);
        IAnswerMetric[] answerMetrics = [.. planned.Metrics.Select(metrics.Get).OfType<IAnswerMetric>()];
        IVerdictMetric[] verdictMetrics = [.. planned.Metrics.Select(metrics.Get).OfType<IVerdictMetric>()];
        // References of open-ended benchmarks are long, and only the jury looks at them.
        var set = answerMetrics.Length > 0 || planned.Subsets.Count > 0 ? await references.GetAsync(planned.InstanceSet, cancel) : null;

        var scored = new InstancesScored { Run = message.Batch.Run, Benchmark = message.Batch.Benchmark, Candidate = message.Batch.Candidate };
        foreach (var item in message.Items)
        {
            Score[] scores = item.Outcome.OutcomeCase == CompletionOutcome.OutcomeOneofCase.Completion
                ? [.. await RateAsync(item, answerMetrics, planned, set, cancel), .. Unseen(item, verdictMetrics, planned.Jury)]
                : WithoutAnswer(planned, item.Outcome.Failure?.Reason ?? FailureReason.Unspecified);
            if (scores.Length > 0) scored.Items.Add(new ScoredInstance { InstanceId = item.InstanceId, Subset = set?.GetValueOrDefault(item.InstanceId)?.Subset ?? "", Scores = { scores } });
        }
        await publisher.PublishAsync(scored, cancel);
    }

    private async Task<Score[]> RateAsync(
        ProducedCompletion item, IAnswerMetric[] answerMetrics, PlannedBenchmark planned, FrozenDictionary<string, References>? set, CancellationToken cancel)
    {
        if (set is null) return [];
        var known = set.GetValueOrDefault(item.InstanceId)
            ?? throw new InvalidOperationException($"Instance set {planned.InstanceSet} of {planned.Benchmark} has no instance '{item.InstanceId}', but its answer came.");
        return await scorer.RateAsync(new Answer(item.Outcome.Completion.Text, planned.Adaptation, known), answerMetrics, planned.Attachments, cancel);
    }

    private static IEnumerable<Score> Unseen(ProducedCompletion item, IVerdictMetric[] verdictMetrics, Jury? jury) =>
        jury is null ? [] : verdictMetrics.Select(metric => metric.RateUnseen(item.Outcome.Completion.Text, jury)).OfType<Score>();

    private static Score[] WithoutAnswer(PlannedBenchmark planned, FailureReason reason) =>
        [.. planned.Metrics.Select(metric => Scores.None(metric, UnscoredReason.NoCompletion, ReasonName.Of(reason)))];
}
