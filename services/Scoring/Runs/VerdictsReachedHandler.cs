using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Scoring.Runs;

/// <summary>Scores judged answers by the metrics that need verdicts.</summary>
internal sealed class VerdictsReachedHandler(RunPlans plans, MetricCatalog metrics, ScorePublisher publisher) : IMessageHandler<VerdictsReached>
{
    public async Task HandleAsync(VerdictsReached message, CancellationToken cancel)
    {
        var planned = await plans.GetBenchmarkAsync(message.Run, message.Benchmark, cancel);
        IVerdictMetric[] verdictMetrics = [.. planned.Metrics.Select(metrics.Get).OfType<IVerdictMetric>()];
        if (verdictMetrics.Length == 0 || planned.Jury is not { } jury) return;

        var scored = new InstancesScored { Run = message.Run, Benchmark = message.Benchmark, Candidate = message.Candidate };
        foreach (var item in message.Items)
        {
            var scores = Array.ConvertAll(verdictMetrics, metric => metric.Rate(item.Verdicts, jury));
            scored.Items.Add(new ScoredInstance { InstanceId = item.InstanceId, Scores = { scores } });
        }
        await publisher.PublishAsync(scored, cancel);
    }
}
