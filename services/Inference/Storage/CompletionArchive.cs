using Dapper;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Inference.Storage;

/// <summary>Reads what the <see cref="CallBook"/> has written: every answer ever paid for, the ledger, and the recorded failures of runs.</summary>
internal sealed class CompletionArchive([FromKeyedServices(InferenceModule.Service)] Database database)
{
    /// <summary>The answers that are there, by request digest.</summary>
    public Task<Dictionary<string, StoredCompletion>> FindAsync(IReadOnlyList<string> digests, CancellationToken cancel) =>
        FindByAsync("request_digest", digests, cancel);

    /// <summary>The answers that these very items paid for, by request digest.</summary>
    public Task<Dictionary<string, StoredCompletion>> FindPaidByAsync(IReadOnlyList<string> itemKeys, CancellationToken cancel) =>
        FindByAsync("payer", itemKeys, cancel);

    public Task<Dictionary<string, CompletionOutcome>> FindFailuresAsync(IReadOnlyList<string> itemKeys, CancellationToken cancel) =>
        database.ReadAsync(async connection =>
        {
            var rows = await connection.QueryAsync<(string Key, byte[] Outcome)>(new CommandDefinition(
                $"SELECT item_key, outcome FROM failures WHERE item_key {AnyOf.Parameter(connection, "itemKeys")}", new { itemKeys = itemKeys.ToArray() }, cancellationToken: cancel));
            return rows.ToDictionary(row => row.Key, row => CompletionOutcome.Parser.ParseFrom(row.Outcome), StringComparer.Ordinal);
        }, cancel);

    /// <summary>Takes away an answer that nobody can read any more, if it is still this very one.</summary>
    public Task RemoveAsync(string digest, byte[] record, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "DELETE FROM completions WHERE request_digest = @digest AND record = @record", new { digest, record }, transaction, cancellationToken: cancel));
    }, cancel);

    /// <summary>Sums of the ledger of a run.</summary>
    public Task<IReadOnlyList<LedgerLine>> LedgerAsync(string run, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<LedgerLine>>(async connection =>
        {
            var rows = await connection.QueryAsync<LedgerSum>(new CommandDefinition(
                """
                SELECT deployment, purpose, price_version AS PriceVersion, price_class AS PriceClass, COUNT(*) AS Calls,
                       CAST(SUM(input_tokens) AS BIGINT) AS Input, CAST(SUM(cached_input_tokens) AS BIGINT) AS Cached, CAST(SUM(output_tokens) AS BIGINT) AS Output,
                       CAST(SUM(reasoning_tokens) AS BIGINT) AS Reasoning, CAST(SUM(cache_write_tokens) AS BIGINT) AS CacheWrite,
                       CAST(SUM(cost_nano_usd) AS BIGINT) AS Cost, CAST(SUM(cost_nano_usd * presumed) AS BIGINT) AS Presumed
                FROM ledger WHERE run = @run AND billed = 1
                GROUP BY deployment, purpose, price_version, price_class ORDER BY deployment, purpose, price_version, price_class
                """, new { run }, cancellationToken: cancel));
            return [.. rows.Select(row => row.ToLine())];
        }, cancel);

    private Task<Dictionary<string, StoredCompletion>> FindByAsync(string column, IReadOnlyList<string> keys, CancellationToken cancel) =>
        database.ReadAsync(async connection =>
        {
            var rows = await connection.QueryAsync<(string Digest, string Payer, byte[] Record, string Project)>(new CommandDefinition(
                $"SELECT request_digest, payer, record, project FROM completions WHERE {column} {AnyOf.Parameter(connection, "keys")}", new { keys = keys.ToArray() }, cancellationToken: cancel));
            return rows.ToDictionary(row => row.Digest, row => new StoredCompletion(row.Payer, row.Record, row.Project), StringComparer.Ordinal);
        }, cancel);
}
