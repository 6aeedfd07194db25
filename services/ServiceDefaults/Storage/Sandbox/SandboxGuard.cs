using System.Globalization;
using SQLitePCL;

namespace MedHelm.ServiceDefaults.Storage.Sandbox;

/// <summary>Counts the steps of a query while SQLite works, and watches time, memory and cancellation.</summary>
internal sealed class SandboxGuard(SandboxLimits limits, TimeProvider clock, CancellationToken cancel)
{
    internal const int StepsBetweenChecks = 50;

    private readonly long started = clock.GetTimestamp();
    private readonly long usedBefore = raw.sqlite3_memory_used();
    private long steps;

    /// <summary>Why it stopped the query; null when it did not.</summary>
    internal SandboxResult? Stopped { get; private set; }

    /// <summary>To be asked every so many steps.</summary>
    internal bool MustStop()
    {
        // SQLite counts the same steps each time; so whoever asks first must be the count.
        steps += StepsBetweenChecks;
        if (steps > limits.Steps) Stop(SandboxStatus.LimitPassed, string.Create(CultureInfo.InvariantCulture, $"it takes more than {limits.Steps} steps"));
        else if (cancel.IsCancellationRequested) Stop(SandboxStatus.Stopped, "it was cancelled");
        else if (clock.GetElapsedTime(started) > limits.Time) Stop(SandboxStatus.Stopped, string.Create(CultureInfo.InvariantCulture, $"it takes longer than {limits.Time.TotalSeconds} seconds"));
        else if (raw.sqlite3_memory_used() - usedBefore > limits.Memory) Stop(SandboxStatus.Stopped, "it takes too much memory");
        return Stopped is not null;
    }

    private void Stop(SandboxStatus status, string problem) => Stopped ??= new(status, [], problem);
}
