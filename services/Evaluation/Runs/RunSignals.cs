using System.Collections.Concurrent;

namespace MedHelm.Evaluation.Runs;

/// <summary>Wakes those who wait for news of a run in this process. News of other replicas is found by looking now and then.</summary>
internal sealed class RunSignals(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);

    /// <summary>The key under which the driver waits for new runs.</summary>
    public const string NewRun = "";

    public void Raise(string runId)
    {
        if (waiting.TryRemove(runId, out var signal)) signal.TrySetResult();
    }

    /// <summary>Returns at the next signal, or after the time.</summary>
    public async Task WaitAsync(string runId, TimeSpan atMost, CancellationToken cancel)
    {
        var signal = waiting.GetOrAdd(runId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await Task.WhenAny(signal.Task, Task.Delay(atMost, clock, cancel));
        cancel.ThrowIfCancellationRequested();
    }
}
