using System.Data.Common;
using System.Globalization;
using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Inference.Storage;

/// <summary>Every answer ever paid for, the ledger of what was paid, and the recorded failures of runs.</summary>
internal sealed class CompletionArchive([FromKeyedServices(InferenceModule.Service)] Database database)
{
    private static readonly string[] CompletionColumns = ["request_digest", "payer", "record"];
    private static readonly string[] LedgerColumns =
        ["call_key", "run", "deployment", "purpose", "input_tokens", "cached_input_tokens", "output_tokens", "reasoning_tokens", "cost_nano_usd", "called_at"];
    private static readonly string[] FailureColumns = ["item_key", "outcome"];

    public Task<IReadOnlyList<ArchivedCompletion>> FindAsync(IReadOnlyList<string> digests, CancellationToken cancel) =>
        FindByAsync("request_digest", digests, cancel);

    /// <summary>The answers that these very items paid for.</summary>
    public Task<IReadOnlyList<ArchivedCompletion>> FindPaidByAsync(IReadOnlyList<string> itemKeys, CancellationToken cancel) =>
        FindByAsync("payer", itemKeys, cancel);

    public Task<Dictionary<string, CompletionOutcome>> FindFailuresAsync(IReadOnlyList<string> itemKeys, CancellationToken cancel) =>
        database.ReadAsync(async connection =>
        {
            var rows = await connection.QueryAsync<(string Key, byte[] Outcome)>(new CommandDefinition(
                $"SELECT item_key, outcome FROM failures WHERE item_key {AnyOf.Parameter(connection, "itemKeys")}", new { itemKeys = itemKeys.ToArray() }, cancellationToken: cancel));
            return rows.ToDictionary(row => row.Key, row => CompletionOutcome.Parser.ParseFrom(row.Outcome), StringComparer.Ordinal);
        }, cancel);

    /// <summary>
    /// Stores answers, failures and their ledger lines in one transaction. What is there already stays as it is; returns the
    /// earlier answers that thereby stand for entries. A call that was paid all the same has a ledger line of its own.
    /// </summary>
    public Task<IReadOnlyDictionary<string, ArchivedCompletion>> AddAsync(IReadOnlyList<ArchiveEntry> entries, CancellationToken cancel) =>
        database.WriteAsync<IReadOnlyDictionary<string, ArchivedCompletion>>(async transaction =>
        {
            var answers = entries.Where(e => e.Completion is not null).ToList();
            var inserted = await RowWriter.InsertAsync(transaction, "completions", CompletionColumns, "(request_digest) DO NOTHING",
                [.. answers.Select(e => new object?[] { e.Completion!.RequestDigest, e.ItemKey, StoredText.PackBytes(e.Completion.ToByteArray()) })], cancel);
            var earlier = inserted == answers.Count ? [] : await OthersAsync(transaction, answers, cancel);
            await RowWriter.InsertAsync(transaction, "failures", FailureColumns, "(item_key) DO NOTHING",
                [.. entries.Where(e => e.Failure is not null).Select(e => new object?[] { e.ItemKey, e.Failure!.ToByteArray() })], cancel);
            await RowWriter.InsertAsync(transaction, "ledger", LedgerColumns, "(call_key) DO NOTHING",
                [.. entries.Where(e => e.Called).Select(e => LedgerRow(e, e.Completion is { } c && !earlier.ContainsKey(c.RequestDigest)))], cancel);
            return earlier;
        }, cancel);

    /// <summary>The answers in the archive that are not the entries' own.</summary>
    private static async Task<Dictionary<string, ArchivedCompletion>> OthersAsync(DbTransaction transaction, List<ArchiveEntry> answers, CancellationToken cancel)
    {
        var own = answers.ToLookup(e => e.Completion!.RequestDigest, e => e.Completion!, StringComparer.Ordinal);
        var records = await transaction.Connection!.QueryAsync<byte[]>(new CommandDefinition(
            $"SELECT record FROM completions WHERE request_digest {AnyOf.Parameter(transaction.Connection!, "digests")}",
            new { digests = own.Select(group => group.Key).ToArray() }, transaction, cancellationToken: cancel));
        return records.Select(record => ArchivedCompletion.Parser.ParseFrom(StoredText.UnpackBytes(record).Span))
            .Where(stored => own[stored.RequestDigest].Any(mine => !mine.Equals(stored)))
            .ToDictionary(stored => stored.RequestDigest, StringComparer.Ordinal);
    }

    public Task<IReadOnlyList<LedgerLine>> LedgerAsync(string run, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<LedgerLine>>(async connection =>
        {
            var rows = await connection.QueryAsync<(string Deployment, long Purpose, long Calls, long Input, long Cached, long Output, long Reasoning, long Cost)>(new CommandDefinition(
                """
                SELECT deployment, purpose, COUNT(*), CAST(SUM(input_tokens) AS BIGINT), CAST(SUM(cached_input_tokens) AS BIGINT),
                       CAST(SUM(output_tokens) AS BIGINT), CAST(SUM(reasoning_tokens) AS BIGINT), CAST(SUM(cost_nano_usd) AS BIGINT)
                FROM ledger WHERE run = @run GROUP BY deployment, purpose ORDER BY deployment, purpose
                """, new { run }, cancellationToken: cancel));
            return
            [
                .. rows.Select(row => new LedgerLine
                {
                    Deployment = row.Deployment,
                    Purpose = (Purpose)row.Purpose,
                    Calls = row.Calls,
                    Usage = new Usage { InputTokens = row.Input, CachedInputTokens = row.Cached, OutputTokens = row.Output, ReasoningTokens = row.Reasoning },
                    CostNanoUsd = row.Cost,
                }),
            ];
        }, cancel);

    private Task<IReadOnlyList<ArchivedCompletion>> FindByAsync(string column, IReadOnlyList<string> keys, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<ArchivedCompletion>>(async connection =>
        {
            var records = await connection.QueryAsync<byte[]>(new CommandDefinition(
                $"SELECT record FROM completions WHERE {column} {AnyOf.Parameter(connection, "keys")}", new { keys = keys.ToArray() }, cancellationToken: cancel));
            return [.. records.Select(record => ArchivedCompletion.Parser.ParseFrom(StoredText.UnpackBytes(record).Span))];
        }, cancel);

    private static object?[] LedgerRow(ArchiveEntry entry, bool first) =>
    [
        // The call that gave the archived answer is booked under its digest, so that booking it again changes nothing.
        first ? entry.Completion!.RequestDigest : string.Join('|', "call", entry.ItemKey, entry.Deployment, entry.CalledAt.UtcTicks.ToString(CultureInfo.InvariantCulture)),
        entry.Run, entry.Deployment, (long)entry.Purpose,
        entry.Usage.InputTokens, entry.Usage.CachedInputTokens, entry.Usage.OutputTokens, entry.Usage.ReasoningTokens,
        entry.CostNanoUsd, entry.CalledAt.ToString("O", CultureInfo.InvariantCulture),
    ];
}
