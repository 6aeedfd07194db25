using Dapper;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Evaluation.Storage;

/// <summary>Which instances of a run are decided.</summary>
internal sealed class ProgressStore([FromKeyedServices(EvaluationModule.Service)] Database database)
{
    private static readonly string[] DecisionColumns = ["run", "candidate", "benchmark", "instance_id", "metrics_decided"];

    /// <summary>
    /// Notes decided metrics (a bit each, in the benchmark's order) and completes the run with its last one. True when the
    /// run is complete. Repeating it changes nothing.
    /// </summary>
    public Task<bool> NoteAsync(
        string run, string candidate, string benchmark, IReadOnlyDictionary<string, long> decidedMetrics, long allMetrics, DateTimeOffset now, CancellationToken cancel) =>
        database.WriteAsync(async transaction =>
        {
            var connection = transaction.Connection!;
            // Takes the run's row, so that two batches of a run are counted one after the other and one of them sees the end.
            await connection.ExecuteAsync(new CommandDefinition("UPDATE runs SET state = state WHERE id = @run", new { run }, transaction, cancellationToken: cancel));
            await RowWriter.InsertAsync(transaction, "decisions", DecisionColumns,
                "(run, candidate, benchmark, instance_id) DO UPDATE SET metrics_decided = decisions.metrics_decided | excluded.metrics_decided",
                [.. decidedMetrics.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => new object?[] { run, candidate, benchmark, d.Key, d.Value })], cancel);
            await connection.ExecuteAsync(new CommandDefinition(
                """
                UPDATE cells SET decided = (SELECT COUNT(*) FROM decisions
                    WHERE run = @run AND candidate = @candidate AND benchmark = @benchmark AND metrics_decided = @allMetrics)
                WHERE run = @run AND candidate = @candidate AND benchmark = @benchmark
                """, new { run, candidate, benchmark, allMetrics }, transaction, cancellationToken: cancel));
            var open = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                "SELECT COUNT(*) FROM cells WHERE run = @run AND decided < planned", new { run }, transaction, cancellationToken: cancel));
            if (open > 0) return false;
            await connection.ExecuteAsync(new CommandDefinition(
                "UPDATE runs SET state = @completed, completed_at = @now WHERE id = @run AND state <> @completed",
                new { run, now = StoredRun.Time(now), completed = (long)RunState.Completed }, transaction, cancellationToken: cancel));
            return true;
        }, cancel);

    /// <summary>The progress of a run, cell by cell.</summary>
    public Task<Progress> OfAsync(string run, CancellationToken cancel) => database.ReadAsync(async connection =>
    {
        var rows = await connection.QueryAsync<(string Candidate, string Benchmark, long Planned, long Decided)>(new CommandDefinition(
            "SELECT candidate, benchmark, planned, decided FROM cells WHERE run = @run", new { run }, cancellationToken: cancel));
        var progress = new Progress();
        foreach (var row in rows.OrderBy(row => row.Candidate, StringComparer.Ordinal).ThenBy(row => row.Benchmark, StringComparer.Ordinal))
        {
            progress.Planned += row.Planned;
            progress.Decided += row.Decided;
            progress.Cells.Add(new CellProgress { Candidate = row.Candidate, Benchmark = row.Benchmark, Planned = row.Planned, Decided = row.Decided });
        }
        return progress;
    }, cancel);

    /// <summary>Totals of several runs, by run id.</summary>
    public Task<Dictionary<string, Progress>> TotalsAsync(IReadOnlyList<string> runs, CancellationToken cancel) => database.ReadAsync(async connection =>
    {
        var rows = await connection.QueryAsync<(string Run, long Planned, long Decided)>(new CommandDefinition(
            $"SELECT run, CAST(SUM(planned) AS BIGINT), CAST(SUM(decided) AS BIGINT) FROM cells WHERE run {AnyOf.Parameter(connection, "runs")} GROUP BY run", new { runs = runs.ToArray() }, cancellationToken: cancel));
        return rows.ToDictionary(row => row.Run, row => new Progress { Planned = row.Planned, Decided = row.Decided }, StringComparer.Ordinal);
    }, cancel);

    /// <summary>The decided instances of one cell.</summary>
    public Task<HashSet<string>> DecidedAsync(string run, string candidate, string benchmark, long allMetrics, CancellationToken cancel) =>
        database.ReadAsync(async connection => (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT instance_id FROM decisions WHERE run = @run AND candidate = @candidate AND benchmark = @benchmark AND metrics_decided = @allMetrics",
            new { run, candidate, benchmark, allMetrics }, cancellationToken: cancel))).ToHashSet(StringComparer.Ordinal), cancel);
}
