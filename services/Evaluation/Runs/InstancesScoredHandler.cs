using Google.Protobuf.WellKnownTypes;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Evaluation.Runs;

/// <summary>Follows progress; the last scored instance completes the run.</summary>
internal sealed class InstancesScoredHandler(RunPlans plans, ProgressStore progress, RunSignals signals, IMessageBus bus, TimeProvider clock)
    : IMessageHandler<InstancesScored>
{
    public async Task HandleAsync(InstancesScored message, CancellationToken cancel)
    {
        if (RunIds.Parse(message.Run) is not { } runId || await plans.FindAsync(runId, cancel) is not { } plan) return;
        var benchmark = plan.Benchmarks.FirstOrDefault(b => b.Benchmark == message.Benchmark);
        if (benchmark is null) return;
        var decided = new Dictionary<string, long>(message.Items.Count, StringComparer.Ordinal);
        foreach (var item in message.Items)
            decided[item.InstanceId] = decided.GetValueOrDefault(item.InstanceId) | item.Scores.Aggregate(0L, (bits, score) => bits | MetricBits.Of(benchmark, score.Metric));
        var now = clock.GetUtcNow();
        var complete = await progress.NoteAsync(runId, message.Candidate, message.Benchmark, decided, MetricBits.All(benchmark), now, cancel);
        // Published on every later delivery too: the first publisher may have died before it could.
        if (complete) await bus.PublishAsync(new RunCompleted { Run = message.Run, CompleteTime = Timestamp.FromDateTimeOffset(now) }, cancel);
        signals.Raise(runId);
    }
}
