using Dapper;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging.Bench;

/// <summary>Lets one replica at a time do a piece of work. Spares useless calls; that nothing is counted twice is guarded by the keys of what is stored.</summary>
internal sealed class BenchLease([FromKeyedServices(JudgingModule.Name)] Database database)
{
    /// <summary>Takes the lease, or starts its time anew where this holder has it. False when another does.</summary>
    public Task<bool> TryTakeAsync(string name, string holder, TimeSpan time, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        var now = DatabaseClock.NowMs(transaction.Connection!);
        var taken = await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            INSERT INTO bench_leases (name, holder, until_ms) VALUES (@name, @holder, {now} + @time)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms
            WHERE bench_leases.holder = excluded.holder OR bench_leases.until_ms < {now}
            """,
            new { name, holder, time = (long)time.TotalMilliseconds }, transaction, cancellationToken: cancel));
        return taken == 1;
    }, cancel);

    public Task ReleaseAsync(string name, string holder, CancellationToken cancel) => database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(
        new CommandDefinition("DELETE FROM bench_leases WHERE name = @name AND holder = @holder", new { name, holder }, transaction, cancellationToken: cancel)), cancel);
}
