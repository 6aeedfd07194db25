using System.Data.Common;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MedHelm.ServiceDefaults.Storage;

/// <summary>
/// One service's own database, SQLite or PostgreSQL behind the same SQL. Schema: the .sql files under Storage/Migrations
/// of the service's assembly, applied in order at start.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    private readonly DbDataSource source;
    // SQLite has one writer; waiting here is orderly, waiting in the engine is polling.
    private readonly SemaphoreSlim? writer;

    internal Database(string service, Settings settings, Assembly migrations)
    {
        Service = service;
        Migrations = migrations;
        if (settings.Storage.StartsWith("sqlite:", StringComparison.Ordinal))
        {
            var folder = Directory.CreateDirectory(settings.Storage["sqlite:".Length..]);
            ConnectionString = new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(folder.FullName, $"{service}.db"),
                DefaultTimeout = 30,
            }.ToString();
            source = new SqliteSource(ConnectionString);
            writer = new SemaphoreSlim(1, 1);
        }
        else
        {
            var address = new Uri(settings.Storage);
            var user = address.UserInfo.Split(':', 2);
            var builder = new NpgsqlConnectionStringBuilder
            {
                Host = address.Host,
                Port = address.Port > 0 ? address.Port : 5432,
                Database = $"medhelm_{service}",
                Username = user[0] is { Length: > 0 } name ? Uri.UnescapeDataString(name) : "postgres",
                Password = settings.StoragePassword ?? (user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null),
                MaxPoolSize = 30,
                ApplicationName = $"medhelm-{service}",
            };
            ConnectionString = builder.ToString();
            source = NpgsqlDataSource.Create(builder);
        }
    }

    internal string Service { get; }

    internal Assembly Migrations { get; }

    internal string ConnectionString { get; }

    internal bool IsSqlite => writer is not null;

    /// <summary>Runs queries on a connection of their own.</summary>
    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        return await query(connection);
    }

    /// <summary>Runs statements in one transaction: all of them take effect, or none.</summary>
    public async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancel)
    {
        if (writer is not null) await writer.WaitAsync(cancel);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var result = await work(transaction);
            await transaction.CommitAsync(cancel);
            return result;
        }
        finally
        {
            writer?.Release();
        }
    }

    /// <summary>Runs statements in one transaction: all of them take effect, or none.</summary>
    public Task WriteAsync(Func<DbTransaction, Task> work, CancellationToken cancel) =>
        WriteAsync(async transaction =>
        {
            await work(transaction);
            return true;
        }, cancel);

    /// <summary>
    /// Takes what was deleted from a small table, or overwritten there, out of the database's files too. The server's own log and
    /// its backups are not reached.
    /// </summary>
    public async Task PurgeAsync(string table, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = IsSqlite ? "PRAGMA wal_checkpoint(TRUNCATE)" : $"VACUUM (FULL) {table}";
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Closes the pooled connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        writer?.Dispose();
    }
}
