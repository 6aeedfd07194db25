using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Reporting.Storage;

/// <summary>Final leaderboards, kept as they were first shown, and which runs are known to be completed.</summary>
internal sealed class LeaderboardStore([FromKeyedServices(ReportingModule.Service)] Database database)
{
    /// <summary>Null when there is none.</summary>
    internal Task<Leaderboard?> FindAsync(string run, CancellationToken cancel) =>
        database.ReadAsync(async connection =>
        {
            var stored = await connection.QuerySingleOrDefaultAsync<byte[]>(
                new CommandDefinition("SELECT leaderboard FROM leaderboards WHERE run = @run", new { run }, cancellationToken: cancel));
            return stored is null ? null : Leaderboard.Parser.ParseFrom(stored);
        }, cancel);

    /// <summary>Keeps a final leaderboard. The first one stays.</summary>
    internal Task SaveAsync(Leaderboard leaderboard, CancellationToken cancel) =>
        database.WriteAsync(transaction => RowWriter.InsertAsync(
            transaction, "leaderboards", ["run", "leaderboard"], "(run) DO NOTHING", [[leaderboard.Run, leaderboard.ToByteArray()]], cancel), cancel);

    /// <summary>Notes that every instance of the run is decided.</summary>
    internal Task MarkCompletedAsync(string run, CancellationToken cancel) =>
        database.WriteAsync(transaction => RowWriter.InsertAsync(transaction, "completed_runs", ["run"], "(run) DO NOTHING", [[run]], cancel), cancel);

    /// <summary>True when the run is completed and has no final leaderboard yet.</summary>
    internal Task<bool> IsDueAsync(string run, CancellationToken cancel) =>
        database.ReadAsync(async connection => await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT COUNT(*) FROM completed_runs WHERE run = @run AND NOT EXISTS (SELECT 1 FROM leaderboards l WHERE l.run = completed_runs.run)",
            new { run }, cancellationToken: cancel)) > 0, cancel);
}
