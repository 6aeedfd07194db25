using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace MedHelm.ServiceDefaults.Storage;

/// <summary>Writes many rows a statement, in the SQL that SQLite and PostgreSQL share.</summary>
public static class RowWriter
{
    private const int MaxParameters = 900;

    /// <summary>
    /// Inserts rows; a row whose key exists is handled by <paramref name="onConflict"/>, such as
    /// "(run, instance) DO NOTHING". Rows with the same key must not occur twice in one call when the conflict updates.
    /// Returns the number of rows inserted or updated.
    /// </summary>
    public static async Task<int> InsertAsync(
        DbTransaction transaction, string table, string[] columns, string onConflict, IReadOnlyList<object?[]> rows, CancellationToken cancel)
    {
        // In the same process a prepared statement a row is quicker than a long one; over a connection it is the other way round.
        if (transaction is SqliteTransaction) return await InsertOneByOneAsync(transaction, Statement(table, columns, onConflict, 1), columns.Length, rows, cancel);
        var perStatement = Math.Max(1, MaxParameters / columns.Length);
        var written = 0;
        for (var start = 0; start < rows.Count; start += perStatement)
        {
            await using var command = transaction.Connection!.CreateCommand();
            command.Transaction = transaction;
            var count = Math.Min(perStatement, rows.Count - start);
            command.CommandText = Statement(table, columns, onConflict, count);
            for (var row = 0; row < count; row++)
            {
                for (var column = 0; column < columns.Length; column++)
                {
                    var parameter = command.CreateParameter();
                    parameter.ParameterName = Name(row * columns.Length + column);
                    parameter.Value = rows[start + row][column] ?? DBNull.Value;
                    command.Parameters.Add(parameter);
                }
            }
            written += await command.ExecuteNonQueryAsync(cancel);
        }
        return written;
    }

    private static async Task<int> InsertOneByOneAsync(DbTransaction transaction, string statement, int columns, IReadOnlyList<object?[]> rows, CancellationToken cancel)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = statement;
        for (var column = 0; column < columns; column++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = Name(column);
            command.Parameters.Add(parameter);
        }
        var written = 0;
        foreach (var row in rows)
        {
            for (var column = 0; column < columns; column++) command.Parameters[column].Value = row[column] ?? DBNull.Value;
            written += await command.ExecuteNonQueryAsync(cancel);
        }
        return written;
    }

    private static string Statement(string table, string[] columns, string onConflict, int rows)
    {
        var sql = new StringBuilder("INSERT INTO ").Append(table).Append(" (").AppendJoin(", ", columns).Append(") VALUES ");
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < columns.Length; column++)
                sql.Append(column == 0 ? "" : ", ").Append(Name(row * columns.Length + column));
            sql.Append(')');
        }
        return sql.Append(" ON CONFLICT ").Append(onConflict).ToString();
    }

    private static string Name(int index) => "@p" + index.ToString(CultureInfo.InvariantCulture);
}
