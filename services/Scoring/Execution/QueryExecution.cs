using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Scoring.Metrics.EhrSql;
using MedHelm.Scoring.Runs;
using MedHelm.ServiceDefaults.Storage.Sandbox;

namespace MedHelm.Scoring.Execution;

/// <summary>Executes the queries of metrics on the database of their benchmark; a query that gives the same at any time is executed once.</summary>
internal sealed class QueryExecution(AttachmentCache files, SqliteSandbox sandbox)
{
    // In characters, with an allowance for each value: about 60 MB.
    private const long MaxSize = 10_000_000;
    private const int PerValue = 16;

    private readonly SharedLoads<QueryOutcome> outcomes = new(MaxSize, SizeOf, IsDecided);

    /// <exception cref="Grpc.Core.RpcException">The database cannot be had from Evaluation; worth repeating.</exception>
    internal async Task<QueryOutcome> ExecuteAsync(Attachment? database, Query query, CancellationToken cancel)
    {
        if (database is null) return NoSource($"the benchmark has no attachment named '{IQueryMetric.Attachment}'");
        if (files.IsTooLarge(database)) return NoSource($"attachment '{database.Name}' is too large to be fetched");
        return query.Repeatable
            ? await outcomes.GetAsync($"{database.Sha256} {query.Sql}", () => RunAsync(database, query.Sql, CancellationToken.None), cancel)
            : await RunAsync(database, query.Sql, cancel);
    }

    private async Task<QueryOutcome> RunAsync(Attachment database, string sql, CancellationToken cancel)
    {
        using var file = await files.RentAsync(database, cancel);
        var result = await sandbox.QueryAsync(file.Path, sql, cancel);
        return result.Status switch
        {
            SandboxStatus.Rows => new(QueryStatus.Rows, result.Rows, ""),
            SandboxStatus.LimitPassed => new(QueryStatus.TooLarge, [], result.Problem),
            SandboxStatus.Stopped => new(QueryStatus.Stopped, [], $"technical stop of a query: {result.Problem}"),
            SandboxStatus.NoDatabase => NoSource($"attachment '{database.Name}': {result.Problem}"),
            _ => new(QueryStatus.Failed, [], result.Problem),
        };
    }

    /// <summary>Whether query and database alone say so, and not what the machine could do just then.</summary>
    private static bool IsDecided(QueryOutcome outcome) => outcome.Status is QueryStatus.Rows or QueryStatus.Failed or QueryStatus.TooLarge;

    private static QueryOutcome NoSource(string detail) => new(QueryStatus.NoSource, [], detail);

    private static long SizeOf(QueryOutcome outcome) => 100 + outcome.Rows.Sum(row => row.Sum(value => PerValue + (value switch
    {
        string text => text.Length,
        byte[] bytes => bytes.Length,
        _ => 0L,
    })));
}
