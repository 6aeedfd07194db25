using System.Data.Common;
using Dapper;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Inference.Storage;

/// <summary>The limits, beside what the books have spent and reserved.</summary>
internal sealed class BudgetStore([FromKeyedServices(InferenceModule.Service)] Database database, TimeProvider clock)
{
    /// <summary>Sets a limit.</summary>
    public Task SetAsync(string name, long limit, bool onlyIfAbsent, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"INSERT INTO budgets (name, limit_nano_usd) VALUES (@name, @limit) ON CONFLICT (name) DO {(onlyIfAbsent ? "NOTHING" : "UPDATE SET limit_nano_usd = excluded.limit_nano_usd")}",
            new { name, limit }, transaction, cancellationToken: cancel));
    }, cancel);

    /// <summary>Takes a limit away; false when there was none.</summary>
    public Task<bool> RemoveAsync(string name, CancellationToken cancel) => database.WriteAsync(async transaction =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition("DELETE FROM budgets WHERE name = @name", new { name }, transaction, cancellationToken: cancel)) > 0, cancel);

    /// <summary>One budget; null when it has no limit and nothing was ever counted in it.</summary>
    public async Task<Budget?> FindAsync(string name, CancellationToken cancel) =>
        await ReadAsync("b.name = @name", new { name, month = Month() }, cancel) is [var budget] ? budget : null;

    /// <summary>Those that come after a name, in order.</summary>
    public Task<IReadOnlyList<Budget>> ListAsync(string after, int most, CancellationToken cancel) =>
        ReadAsync("b.name > @after ORDER BY b.name LIMIT @most", new { after, most, month = Month() }, cancel);

    private string Month() => AccountKey.MonthOf(clock.GetUtcNow());

    private Task<IReadOnlyList<Budget>> ReadAsync(string condition, object parameters, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<Budget>>(async (DbConnection connection) =>
        {
            var rows = await connection.QueryAsync<(string Name, long? Limit, string? Month, long? Spent, long? Reserved, long? Presumed)>(new CommandDefinition(
                $"""
                SELECT b.name, l.limit_nano_usd, b.month, a.spent_nano_usd, a.reserved_nano_usd, a.presumed_nano_usd
                FROM (SELECT name, CASE WHEN name LIKE 'projects/%/monthly' OR name = 'installation/monthly' THEN @month ELSE '' END AS month FROM accounts
                      UNION SELECT name, CASE WHEN name LIKE 'projects/%/monthly' OR name = 'installation/monthly' THEN @month ELSE '' END FROM budgets) b
                LEFT JOIN accounts a ON a.name = b.name AND a.month = b.month
                LEFT JOIN budgets l ON l.name = b.name
                WHERE {condition}
                """, parameters, cancellationToken: cancel));
            return [.. rows.Select(Of)];
        }, cancel);

    private static Budget Of((string Name, long? Limit, string? Month, long? Spent, long? Reserved, long? Presumed) row)
    {
        var budget = new Budget
        {
            Name = row.Name,
            Month = row.Month ?? "",
            SpentNanoUsd = row.Spent ?? 0,
            ReservedNanoUsd = row.Reserved ?? 0,
            PresumedNanoUsd = row.Presumed ?? 0,
        };
        if (row.Limit is { } limit) budget.LimitNanoUsd = limit;
        return budget;
    }
}
