using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Scoring.Runs;

/// <summary>
/// Scores the answers of candidates by every metric that needs no jury, and failed answers by every metric there is. Answers on which no
/// verdict counts get their jury score here.
/// </summary>
internal sealed class CompletionsProducedHandler(
    RunPlans plans, InstanceReferences references, MetricCatalog metrics, OutcomeScoring scoring, ScorePublisher publisher)
    : IMessageHandler<CompletionsProduced>
{
    public async Task HandleAsync(CompletionsProduced message, CancellationToken cancel)
    {
        if (message.Batch.Purpose != Purpose.Candidate) return;
        var planned = await plans.GetBenchmarkAsync(message.Batch.Run, message.Batch.Benchmark, cancel);
        IMetric[] wanted = [.. planned.Metrics.Select(metrics.Get)];
        // References of open-ended benchmarks are long, and the jury has them already.
        var set = wanted.OfType<IAnswerMetric>().Any() || planned.IsGrouped() ? await references.GetAsync(planned.InstanceSet, cancel) : null;

        var scored = new InstancesScored { Run = message.Batch.Run, Benchmark = message.Batch.Benchmark, Candidate = message.Batch.Candidate };
        var rated = await scoring.RateAsync(message.Items, wanted, planned, set, comesAgain: true, cancel);
        foreach (var (item, scores) in message.Items.Zip(rated))
            if (scores.Length > 0) scored.Items.Add(ScoredInstances.Of(item.InstanceId, set?.GetValueOrDefault(item.InstanceId), scores));
        await publisher.PublishAsync(scored, cancel);
    }
}
