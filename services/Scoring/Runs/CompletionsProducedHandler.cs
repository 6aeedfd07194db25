using System.Collections.Frozen;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Scoring.Runs;

/// <summary>Scores the answers of candidates by every metric that needs no jury, and failed answers by every metric there is.</summary>
internal sealed class CompletionsProducedHandler(RunPlans plans, InstanceReferences references, MetricCatalog metrics, ScorePublisher publisher)
    : IMessageHandler<CompletionsProduced>
{
    public async Task HandleAsync(CompletionsProduced message, CancellationToken cancel)
    {
        if (message.Batch.Purpose != Purpose.Candidate) return;
        var planned = await plans.GetBenchmarkAsync(message.Batch.Run, message.Batch.Benchmark, cancel);
        IAnswerMetric[] answerMetrics = [.. planned.Metrics.Select(metrics.Get).OfType<IAnswerMetric>()];
        // References of open-ended benchmarks are long, and only the jury looks at them.
        var set = answerMetrics.Length > 0 ? await references.GetAsync(planned.InstanceSet, cancel) : null;

        var scored = new InstancesScored { Run = message.Batch.Run, Benchmark = message.Batch.Benchmark, Candidate = message.Batch.Candidate };
        foreach (var item in message.Items)
        {
            var scores = item.Outcome.OutcomeCase == CompletionOutcome.OutcomeOneofCase.Completion
                ? Rate(item, answerMetrics, planned, set)
                : WithoutAnswer(planned, item.Outcome.Failure?.Reason ?? FailureReason.Unspecified);
            if (scores.Length > 0) scored.Items.Add(new ScoredInstance { InstanceId = item.InstanceId, Scores = { scores } });
        }
        await publisher.PublishAsync(scored, cancel);
    }

    private static Score[] Rate(
        ProducedCompletion item, IAnswerMetric[] answerMetrics, PlannedBenchmark planned, FrozenDictionary<string, References>? set)
    {
        if (set is null) return [];
        var known = set.GetValueOrDefault(item.InstanceId)
            ?? throw new InvalidOperationException($"Instance set {planned.InstanceSet} of {planned.Benchmark} has no instance '{item.InstanceId}', but its answer came.");
        var answer = new Answer(item.Outcome.Completion.Text, planned.Adaptation, known);
        return Array.ConvertAll(answerMetrics, metric => metric.Rate(answer));
    }

    private static Score[] WithoutAnswer(PlannedBenchmark planned, FailureReason reason) =>
        [.. planned.Metrics.Select(metric => Scores.None(metric, UnscoredReason.NoCompletion, ReasonName.Of(reason)))];
}
