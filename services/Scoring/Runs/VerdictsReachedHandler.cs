using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Scoring.Runs;

/// <summary>Scores judged answers by the metrics that need verdicts. A score that was given without them stays, in whichever order the messages come.</summary>
internal sealed class VerdictsReachedHandler(RunPlans plans, InstanceReferences references, MetricCatalog metrics, ScoreStore store, ScorePublisher publisher) : IMessageHandler<VerdictsReached>
{
    public async Task HandleAsync(VerdictsReached message, CancellationToken cancel)
    {
        var planned = await plans.GetBenchmarkAsync(message.Run, message.Benchmark, cancel);
        IVerdictMetric[] verdictMetrics = [.. planned.Metrics.Select(metrics.Get).OfType<IVerdictMetric>()];
        if (verdictMetrics.Length == 0 || planned.Jury is not { } jury) return;

        var unseen = await store.FindByRuleAsync(message, HelmJuryScore.Blank, cancel);
        var set = planned.IsGrouped() ? await references.GetAsync(planned.InstanceSet, cancel) : null;
        var scored = new InstancesScored { Run = message.Run, Benchmark = message.Benchmark, Candidate = message.Candidate };
        foreach (var item in message.Items)
        {
            Score[] scores =
            [
                .. verdictMetrics.Where(metric => !unseen.Contains((item.InstanceId, metric.Description.Name))).Select(metric => metric.Rate(item.Verdicts, jury)),
            ];
            if (scores.Length > 0) scored.Items.Add(ScoredInstances.Of(item.InstanceId, set?.GetValueOrDefault(item.InstanceId), scores));
        }
        await publisher.PublishAsync(scored, cancel);
    }
}
