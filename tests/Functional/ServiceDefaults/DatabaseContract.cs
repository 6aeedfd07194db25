using Dapper;
using MedHelm.Evaluation;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Functional.ServiceDefaults;

/// <summary>What every database must do, whatever engine is behind it. Uses the Evaluation schema as an example.</summary>
public abstract class DatabaseContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string[] Columns = ["run", "candidate", "benchmark", "planned", "decided"];
    private readonly string name = "contract_" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
    private Database database = null!;

    protected abstract string Address { get; }

    public async Task InitializeAsync()
    {
        database = Open();
        await MigrateAsync(database);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Migrating_again_changes_nothing_and_replicas_may_do_it_at_once()
    {
        await database.WriteAsync(t => RowWriter.InsertAsync(t, "cells", Columns, "DO NOTHING", [["r", "a", "b", 1L, 0L]], None), None);
        var replicas = Enumerable.Range(0, 4).Select(_ => Open()).ToList();

        await Task.WhenAll(replicas.Select(MigrateAsync));

        Assert.Equal(1, await CountAsync());
        foreach (var replica in replicas) await replica.DisposeAsync();
    }

    [Fact]
    public async Task Thousands_of_rows_go_in_and_repeating_them_changes_nothing()
    {
        var rows = Enumerable.Range(0, 5000).Select(i => new object?[] { "r", "model", $"b{i:00000}", (long)i, 0L }).ToList();

        Assert.Equal(5000, await database.WriteAsync(t => RowWriter.InsertAsync(t, "cells", Columns, "(run, candidate, benchmark) DO NOTHING", rows, None), None));
        Assert.Equal(0, await database.WriteAsync(t => RowWriter.InsertAsync(t, "cells", Columns, "(run, candidate, benchmark) DO NOTHING", rows, None), None));
        Assert.Equal(5000, await CountAsync());
    }

    [Fact]
    public async Task A_failing_transaction_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(async t =>
        {
            await RowWriter.InsertAsync(t, "cells", Columns, "DO NOTHING", [["r", "a", "b", 1L, 0L]], None);
            throw new InvalidOperationException("planned failure");
        }, None));

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Writers_at_once_lose_no_update()
    {
        await database.WriteAsync(t => RowWriter.InsertAsync(t, "cells", Columns, "DO NOTHING", [["r", "a", "b", 0L, 0L]], None), None);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => database.WriteAsync(
            t => t.Connection!.ExecuteAsync("UPDATE cells SET decided = decided + 1 WHERE run = 'r'", transaction: t), None)));

        Assert.Equal(50, await database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT decided FROM cells WHERE run = 'r'"), None));
    }

    private Task<long> CountAsync() => database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM cells"), None);

    private Database Open() => new(name, Settings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection([KeyValuePair.Create("MEDHELM:STORAGE", (string?)Address)]).Build()), typeof(EvaluationModule).Assembly);

    private static Task MigrateAsync(Database database) =>
        new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(None);
}
