using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace MedHelm.ServiceDefaults.Storage;

/// <summary>
/// SQLite connections with a write-ahead log: readers never wait for the writer, and a killed process loses nothing committed.
/// What is deleted from a page is overwritten, so that a destroyed key does not linger in the file.
/// </summary>
internal sealed class SqliteSource(string connectionString) : DbDataSource
{
    public override string ConnectionString => connectionString;

    protected override DbConnection CreateDbConnection() => new SqliteConnection(connectionString);

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var pragmas = connection.CreateCommand();
        pragmas.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = FAST; PRAGMA busy_timeout = 30000;";
        await pragmas.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }

    protected override void Dispose(bool disposing)
    {
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
        base.Dispose(disposing);
    }
}
