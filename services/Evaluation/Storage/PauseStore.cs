using Dapper;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Evaluation.Storage;

/// <summary>Moves runs between running and paused.</summary>
internal sealed class PauseStore([FromKeyedServices(EvaluationModule.Service)] Database database)
{
    // A run that is refused this soon after it went on, for the same reason, has won nothing by going on.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Pauses a planned run that is under way. False when it is paused already, over, or unknown; then nothing changes. One
    /// that was paused for the very same reason just before stays paused for twice as long, up to a minute.
    /// </summary>
    public Task<bool> PauseAsync(string run, RunPause reason, DateTimeOffset now, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        var connection = transaction.Connection!;
        // Takes the run's row. Planning too: a run is asked for before it leaves that state, and the refusal may be faster.
        var taken = await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE runs SET state = @paused WHERE id = @run AND plan IS NOT NULL AND (state = @running OR state = @planning)",
            new { run, paused = (long)RunState.Paused, running = (long)RunState.Running, planning = (long)RunState.Planning }, transaction, cancellationToken: cancel));
        if (taken == 0) return false;
        var last = await connection.QuerySingleAsync<(string Budget, long Needed, long Available, long WaitMs, string? ResumedAt)>(new CommandDefinition(
            "SELECT pause_budget, pause_needed, pause_available, pause_wait_ms, resumed_at FROM runs WHERE id = @run", new { run }, transaction, cancellationToken: cancel));
        var again = last.ResumedAt is { } resumed && now - StoredRun.Time(resumed) < AtOnce
            && last.Budget == reason.Budget && last.Needed == reason.NeededNanoUsd && last.Available == reason.AvailableNanoUsd;
        var wait = again ? Longer(TimeSpan.FromMilliseconds(last.WaitMs)) : TimeSpan.Zero;
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE runs SET pause_budget = @budget, pause_needed = @needed, pause_available = @available, pause_wait_ms = @wait, paused_at = @now WHERE id = @run",
            new { run, budget = reason.Budget, needed = reason.NeededNanoUsd, available = reason.AvailableNanoUsd, wait = (long)wait.TotalMilliseconds, now = StoredRun.Time(now) },
            transaction, cancellationToken: cancel));
        return true;
    }, cancel);

    /// <summary>Lets a paused run go on. False when it is not paused any more.</summary>
    public Task<bool> ResumeAsync(string run, DateTimeOffset now, CancellationToken cancel) => database.WriteAsync(async transaction =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "UPDATE runs SET state = @running, resumed_at = @now WHERE id = @run AND state = @paused",
            new { run, now = StoredRun.Time(now), running = (long)RunState.Running, paused = (long)RunState.Paused }, transaction, cancellationToken: cancel)) == 1, cancel);

    private static TimeSpan Longer(TimeSpan wait) => wait == TimeSpan.Zero ? FirstWait : wait * 2 < LongestWait ? wait * 2 : LongestWait;
}
