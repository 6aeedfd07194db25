using MedHelm.Contracts.Scoring.V1;
using MedHelm.Reporting.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Reporting.Runs;

/// <summary>Records the scores under each benchmark's main metric.</summary>
internal sealed class InstancesScoredHandler(RunPlans plans, RecordStore records, RunCompletion completion) : IMessageHandler<InstancesScored>
{
    public async Task HandleAsync(InstancesScored message, CancellationToken cancel)
    {
        var plan = await plans.GetAsync(message.Run, cancel);
        var benchmark = plan.Benchmarks.FirstOrDefault(b => b.Benchmark == message.Benchmark)
            ?? throw new InvalidOperationException($"The plan of {message.Run} has no benchmark '{message.Benchmark}', but scores of it came.");
        await records.SaveAsync(message, benchmark.Metrics[0], cancel);
        await completion.TryFinishAsync(message.Run, cancel);
    }
}
