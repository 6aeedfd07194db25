using System.Data.Common;
using System.Globalization;
using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Inference.Storage;

/// <summary>
/// Reads a page of the books and writes its changes. One transaction at a time over all replicas: it begins by locking the
/// installation's account, so that what a page says is true until it is written.
/// </summary>
internal sealed class BookPageStore(DbTransaction transaction, CancellationToken cancel)
{
    private static readonly string[] CompletionColumns = ["request_digest", "payer", "record", "project", "sealed"];
    private static readonly string[] FailureColumns = ["item_key", "outcome"];
    private static readonly string[] AccountColumns = ["name", "month", "spent_nano_usd", "reserved_nano_usd", "presumed_nano_usd"];
    private static readonly string[] ClaimColumns =
    [
        "request_digest", "holder", "owner", "until_ms", "item_key", "run", "project", "month", "deployment", "purpose",
        "price_version", "price_class", "honours_keys", "reserved_nano_usd", "claimed_at",
    ];
    private static readonly string[] LedgerColumns =
    [
        "call_key", "run", "deployment", "purpose", "input_tokens", "cached_input_tokens", "output_tokens", "reasoning_tokens", "cost_nano_usd", "called_at",
        "cache_write_tokens", "project", "month", "price_version", "price_class", "outcome", "billed", "presumed", "latency_ms", "request_digest",
    ];

    private readonly DbConnection connection = transaction.Connection!;

    public async Task<BookPage> OpenAsync(IReadOnlyList<BookEntry> entries, bool again)
    {
        var digests = Distinct(entries.Select(entry => entry.RequestDigest));
        var money = entries.Any(entry => entry is ClaimEntry or OutcomeEntry { Holder: not null } || entry.Calls.Any(call => call.CostNanoUsd != 0));
        var page = new BookPage { NowMs = money ? await LockAsync() : 0 };
        foreach (var (digest, answer) in await AnswersAsync(digests)) page.Answers[digest] = answer;
        if (page.Answers.Count > 0) page.BilledAnswers.UnionWith(await BilledAsync([.. page.Answers.Keys]));
        var repeated = Distinct(entries.Where(entry => again || entry.MayRepeat).SelectMany(entry => entry.Calls).Select(call => call.CallKey));
        if (repeated.Length > 0) page.BookedCalls.UnionWith(await BookedAsync(repeated));
        if (!money) return page;
        foreach (var claim in await ClaimsAsync($"request_digest {AnyOf.Parameter(connection, "digests")}", new { digests })) page.Claims[claim.Claim.RequestDigest] = claim;
        foreach (var row in await PresumedAsync(digests))
        {
            if (!page.Presumed.TryGetValue(row.RequestDigest, out var rows)) page.Presumed[row.RequestDigest] = rows = [];
            rows.Add(row);
        }
        await AddAccountsAsync(page,
            entries.OfType<ClaimEntry>().Select(entry => entry.Claim).Concat(page.Claims.Values.Select(held => held.Claim)).Select(c => (c.Run, c.Project, c.Month))
                .Concat(entries.SelectMany(entry => entry.Calls).Concat(page.Presumed.Values.SelectMany(rows => rows)).Select(r => (r.Run, r.Project, r.Month))));
        return page;
    }

    /// <summary>A page with claims that nobody has renewed for so long, and nothing else.</summary>
    public async Task<BookPage> OpenAbandonedAsync(TimeSpan since, int most)
    {
        var page = new BookPage { NowMs = await LockAsync() };
        var abandoned = await ClaimsAsync("until_ms < @before ORDER BY until_ms LIMIT @most", new { before = page.NowMs - (long)since.TotalMilliseconds, most });
        foreach (var claim in abandoned) page.Claims[claim.Claim.RequestDigest] = claim;
        page.BilledAnswers.UnionWith(await BilledAsync([.. page.Claims.Keys]));
        await AddAccountsAsync(page, abandoned.Select(held => (held.Claim.Run, held.Claim.Project, held.Claim.Month)));
        return page;
    }

    public async Task WriteAsync(BookPage page)
    {
        await RowWriter.InsertAsync(transaction, "completions", CompletionColumns, "(request_digest) DO NOTHING",
            [.. page.NewAnswers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => new object?[] { a.Key, a.Value.Payer, a.Value.Record, a.Value.Project, a.Value.Sealed ? 1L : 0L })], cancel);
        await RowWriter.InsertAsync(transaction, "failures", FailureColumns, "(item_key) DO NOTHING",
            [.. page.NewFailures.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new object?[] { f.Key, f.Value.ToByteArray() })], cancel);
        if (page.Voided.Count > 0)
            await ExecuteAsync($"DELETE FROM ledger WHERE presumed = 1 AND call_key {AnyOf.Parameter(connection, "keys")}", new { keys = page.Voided.ToArray() });
        await RowWriter.InsertAsync(transaction, "ledger", LedgerColumns, "(call_key) DO NOTHING", [.. page.NewRows.Select(Row)], cancel);
        var gone = page.ChangedClaims.Where(c => c.Claim is null).Select(c => c.Digest).ToArray();
        if (gone.Length > 0) await ExecuteAsync($"DELETE FROM claims WHERE request_digest {AnyOf.Parameter(connection, "gone")}", new { gone });
        await RowWriter.InsertAsync(transaction, "claims", ClaimColumns, "(request_digest) DO UPDATE SET " + string.Join(", ", ClaimColumns.Skip(1).Select(c => $"{c} = excluded.{c}")),
            [.. page.ChangedClaims.Where(c => c.Claim is not null).Select(c => Row(c.Claim!))], cancel);
        await RowWriter.InsertAsync(transaction, "accounts", AccountColumns, "(name, month) DO UPDATE SET " + string.Join(", ", AccountColumns.Skip(2).Select(c => $"{c} = excluded.{c}")),
            [.. page.Accounts.Changed.Select(a => new object?[] { a.Key.Name, a.Key.Month, a.Account.Spent, a.Account.Reserved, a.Account.Presumed })], cancel);
    }

    private async Task<long> LockAsync()
    {
        await ExecuteAsync("UPDATE accounts SET spent_nano_usd = spent_nano_usd WHERE name = @name AND month = ''", new { name = AccountKey.Installation });
        return await connection.ExecuteScalarAsync<long>(Command($"SELECT {DatabaseClock.NowMs(connection)}", null));
    }

    private async Task<IEnumerable<(string Digest, StoredCompletion Answer)>> AnswersAsync(string[] digests)
    {
        var rows = await connection.QueryAsync<(string Digest, string Payer, byte[] Record, string Project)>(Command(
            $"SELECT request_digest, payer, record, project FROM completions WHERE request_digest {AnyOf.Parameter(connection, "digests")}", new { digests }));
        return rows.Select(row => (row.Digest, new StoredCompletion(row.Payer, row.Record, row.Project)));
    }

    private Task<IEnumerable<string>> BilledAsync(string[] digests) => connection.QueryAsync<string>(Command(
        $"SELECT DISTINCT request_digest FROM ledger WHERE billed = 1 AND presumed = 0 AND outcome = 0 AND request_digest {AnyOf.Parameter(connection, "digests")}", new { digests }));

    private Task<IEnumerable<string>> BookedAsync(string[] keys) => connection.QueryAsync<string>(Command(
        $"SELECT call_key FROM ledger WHERE call_key {AnyOf.Parameter(connection, "keys")}", new { keys }));

    private async Task<List<HeldClaim>> ClaimsAsync(string condition, object parameters)
    {
        var rows = await connection.QueryAsync<ClaimRow>(Command(
            $"""
            SELECT request_digest AS RequestDigest, holder, owner, until_ms AS UntilMs, item_key AS ItemKey, run, project, month, deployment, purpose, price_version AS PriceVersion,
                   price_class AS PriceClass, honours_keys AS HonoursKeys, reserved_nano_usd AS ReservedNanoUsd, claimed_at AS ClaimedAt
            FROM claims WHERE {condition}
            """, parameters));
        return [.. rows.Select(row => row.ToHeld())];
    }

    private async Task<IEnumerable<LedgerRow>> PresumedAsync(string[] digests)
    {
        var rows = await connection.QueryAsync<(string CallKey, string Digest, string Run, string Project, string Month, string Deployment, long Cost)>(Command(
            $"SELECT call_key, request_digest, run, project, month, deployment, cost_nano_usd FROM ledger WHERE presumed = 1 AND request_digest {AnyOf.Parameter(connection, "digests")}", new { digests }));
        return rows.Select(row => new LedgerRow
        {
            CallKey = row.CallKey,
            RequestDigest = row.Digest,
            Run = row.Run,
            Project = row.Project,
            Month = row.Month,
            Deployment = row.Deployment,
            CostNanoUsd = row.Cost,
            Purpose = Purpose.Unspecified,
            PriceVersion = "",
            PriceClass = PriceClass.Unspecified,
            Billed = true,
            Presumed = true,
            CalledAt = default,
        });
    }

    private async Task AddAccountsAsync(BookPage page, IEnumerable<(string Run, string Project, string Month)> payers)
    {
        var keys = payers.Distinct().SelectMany(p => AccountKey.Covering(p.Run, p.Project, p.Month)).Distinct().ToList();
        if (keys.Count == 0) return;
        var names = Distinct(keys.Select(key => key.Name));
        var limits = (await connection.QueryAsync<(string Name, long Limit)>(Command(
            $"SELECT name, limit_nano_usd FROM budgets WHERE name {AnyOf.Parameter(connection, "names")}", new { names }))).ToDictionary(b => b.Name, b => b.Limit, StringComparer.Ordinal);
        var accounts = (await connection.QueryAsync<(string Name, string Month, long Spent, long Reserved, long Presumed)>(Command(
            $"SELECT name, month, spent_nano_usd, reserved_nano_usd, presumed_nano_usd FROM accounts WHERE name {AnyOf.Parameter(connection, "names")}", new { names })))
            .ToDictionary(a => new AccountKey(a.Name, a.Month));
        foreach (var key in keys)
        {
            var known = accounts.GetValueOrDefault(key);
            page.Accounts.Add(key, new Account
            {
                Limit = limits.TryGetValue(key.Name, out var limit) ? limit : null,
                Spent = known.Spent,
                Reserved = known.Reserved,
                Presumed = known.Presumed,
            });
        }
    }

    private Task<int> ExecuteAsync(string sql, object parameters) => connection.ExecuteAsync(Command(sql, parameters));

    private CommandDefinition Command(string sql, object? parameters) => new(sql, parameters, transaction, cancellationToken: cancel);

    private static string[] Distinct(IEnumerable<string> keys) => [.. keys.Distinct(StringComparer.Ordinal)];

    private static object?[] Row(HeldClaim held) =>
    [
        held.Claim.RequestDigest, held.Claim.Holder, held.Claim.Owner, held.UntilMs, held.Claim.ItemKey, held.Claim.Run, held.Claim.Project, held.Claim.Month,
        held.Claim.Deployment, (long)held.Claim.Purpose, held.Claim.PriceVersion, (long)held.Claim.PriceClass, held.Claim.HonoursKeys ? 1L : 0L,
        held.Claim.ReservedNanoUsd, held.Claim.ClaimedAt.ToString("O", CultureInfo.InvariantCulture),
    ];

    private static object?[] Row(LedgerRow row) =>
    [
        row.CallKey, row.Run, row.Deployment, (long)row.Purpose, row.Usage.InputTokens, row.Usage.CachedInputTokens, row.Usage.OutputTokens, row.Usage.ReasoningTokens,
        row.CostNanoUsd, row.CalledAt.ToString("O", CultureInfo.InvariantCulture), row.Usage.CacheWriteTokens, row.Project, row.Month, row.PriceVersion, (long)row.PriceClass,
        (long)row.Outcome, row.Billed ? 1L : 0L, row.Presumed ? 1L : 0L, row.LatencyMs, row.RequestDigest,
    ];
}
