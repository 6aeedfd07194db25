using System.Globalization;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MedHelm.ServiceDefaults.Storage;

/// <summary>Brings every database of the process up to date before anything else starts.</summary>
internal sealed partial class DatabaseMigrator(IEnumerable<Database> databases, TimeProvider clock, ILogger<DatabaseMigrator> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var database in databases) await MigrateAsync(database, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task MigrateAsync(Database database, CancellationToken cancel)
    {
        if (database.IsSqlite)
        {
            Upgrade(database, DeployChanges.To.SqliteDatabase(database.ConnectionString), blob: "BLOB");
            return;
        }
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await MigratePostgresAsync(database, cancel);
                return;
            }
            catch (NpgsqlException e) when (e is not PostgresException { SqlState: not "57P03" } && clock.GetElapsedTime(started) < Patience)
            {
                Log.Waiting(logger, database.Service, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, cancel);
            }
        }
    }

    private static async Task MigratePostgresAsync(Database database, CancellationToken cancel)
    {
        var target = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var name = target.Database!;
        target.Database = "postgres";
        // Replicas that start together take turns, however long. Not pooled: a pooled connection would keep the lock after its use.
        target.Pooling = false;
        target.CommandTimeout = 0;
        await using var server = new NpgsqlConnection(target.ToString());
        await server.OpenAsync(cancel);
        await ExecuteAsync(server, "SELECT pg_advisory_lock(hashtext(@name))", name, cancel);
        // Collation C orders text as SQLite does: the same list in the same order everywhere.
        if (await ExecuteAsync(server, "SELECT 1 FROM pg_database WHERE datname = @name", name, cancel) is null)
            await ExecuteAsync(server, string.Create(CultureInfo.InvariantCulture, $"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"), name, cancel);
        Upgrade(database, DeployChanges.To.PostgresqlDatabase(database.ConnectionString), blob: "BYTEA");
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, string name, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (sql.Contains("@name", StringComparison.Ordinal)) command.Parameters.AddWithValue("name", name);
        return await command.ExecuteScalarAsync(cancel);
    }

    private static void Upgrade(Database database, UpgradeEngineBuilder builder, string blob)
    {
        DatabaseUpgradeResult result = builder
            .WithScriptsEmbeddedInAssembly(database.Migrations, script => script.Contains(".Migrations.", StringComparison.Ordinal))
            .WithVariable("blob", blob)
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new InvalidOperationException($"The {database.Service} database could not be brought up to date at script {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The {Service} database does not answer yet ({Reason}); trying again.", EventName = "DatabaseWaiting")]
        internal static partial void Waiting(ILogger logger, string service, string reason);
    }
}
