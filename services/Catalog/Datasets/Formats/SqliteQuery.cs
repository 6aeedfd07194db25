using System.Buffers.Binary;
using System.Text;
using MedHelm.Catalog.Definitions;
using Microsoft.Data.Sqlite;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The result of a query over a SQLite database, which is only ever read and gets no files beside it.</summary>
internal static class SqliteQuery
{
    private const int Error = 1;
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;

    public static IEnumerable<Row> Read(SourceFile file, RowLayout layout)
    {
        var query = layout.Query ?? throw new RowFormatException("format sqlite needs items.query.");
        if (new FileInfo(file.Path + "-wal") is { Exists: true, Length: > 0 })
            throw new RowFormatException("it has changes in a \"-wal\" file beside it; open and close it with SQLite first, so that they are in the database.");
        using var database = file.OpenLocal();
        RefuseCut(database.Path);
        using var connection = Connect(database.Path);
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var result = Guarded(command.ExecuteReader);
        var columns = Enumerable.Range(0, result.FieldCount).Select(result.GetName).ToArray();
        if (columns.Length == 0)
            throw new RowFormatException("items.query gives no columns; it must be one SELECT.");
        foreach (var repeated in columns.CountBy(n => n, StringComparer.Ordinal).Where(n => n.Value > 1))
            throw new RowFormatException($"items.query gives {repeated.Value} columns \"{repeated.Key}\"; name them differently with AS.");
        for (var index = 0; Guarded(result.Read); index++)
        {
            var fields = new Dictionary<string, object?>(columns.Length, StringComparer.Ordinal);
            for (var i = 0; i < columns.Length; i++)
                fields[columns[i]] = Guarded(() => Value(result, i, columns[i]));
            yield return new(fields, index, index + 1, "row");
        }
    }

    // SQLite notices missing pages only when it needs them.
    private static void RefuseCut(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[100];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan().StartsWith("SQLite format 3\0"u8))
            throw new RowFormatException("it is no SQLite database; get it again.");
        var page = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(16)) is var size && size == 1 ? 65536L : size;
        var countIsKept = head.AsSpan(24, 4).SequenceEqual(head.AsSpan(92, 4));
        if (countIsKept && stream.Length < page * BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(28)))
            throw new RowFormatException("it is shorter than it says; it is incomplete, get it again.");
    }

    private static SqliteConnection Connect(string path)
    {
        // Immutable: no locks, no journal, nothing written beside the file.
        var uri = "file:" + string.Join('/', path.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString)) + "?immutable=1";
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = uri, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            Guarded(() =>
            {
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON";
                return command.ExecuteNonQuery();
            });
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static object? Value(SqliteDataReader result, int column, string name) => result.GetValue(column) switch
    {
        DBNull => null,
        // The library puts this character where bytes are no text.
        string text when text.Contains('\uFFFD', StringComparison.Ordinal) => RowFiles.StrictUtf8.GetString(result.GetFieldValue<byte[]>(column)),
        byte[] => throw new RowFormatException($"column \"{name}\" holds bytes, which no template can show; convert or leave it out in items.query."),
        var value => value,
    };

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Error)
        {
            throw new RowFormatException($"items.query does not fit the database: {e.Message}", e);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is ReadOnly or CannotOpen)
        {
            throw new RowFormatException("items.query does more than read this database; it must be one SELECT.", e);
        }
        catch (SqliteException e)
        {
            throw new RowFormatException($"it is no SQLite database, or damaged (SQLite error {e.SqliteExtendedErrorCode}); get it again.", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new RowFormatException("it has text that is not UTF-8; convert it in items.query.", e);
        }
    }
}
