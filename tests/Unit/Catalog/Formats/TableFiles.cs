using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Microsoft.Data.Sqlite;
using Parquet.Schema;
using Parquet.Serialization;

namespace MedHelm.Tests.Unit.Catalog.Formats;

/// <summary>Tables of visits as Parquet, Arrow and SQLite files, written with the libraries.</summary>
internal static class TableFiles
{
    private static readonly DateTime Time = new(2024, 2, 29, 13, 5, 9, 250, DateTimeKind.Utc);

    public static byte[] Parquet(int rowsInGroup = 50_000)
    {
        var schema = new ParquetSchema(
            new DataField<long>("id"),
            new DataField<string>("note", true),
            new DateTimeDataField("time", DateTimeFormat.Timestamp, false, DateTimeTimeUnit.Micros, true),
            new DateTimeDataField("day", DateTimeFormat.Date, false, null, true),
            new DataField<bool>("done", true),
            new DataField<double>("score", true),
            new ListField("codes", new DataField("element", typeof(string), true)));
        IDictionary<string, object?>[] rows =
        [
            new Dictionary<string, object?> { ["id"] = 1L, ["note"] = "fever, 39 °C", ["time"] = Time, ["day"] = Time, ["done"] = true, ["score"] = 0.5, ["codes"] = Codes("A1", null) },
            new Dictionary<string, object?> { ["id"] = 2L, ["note"] = null, ["time"] = null, ["day"] = null, ["done"] = null, ["score"] = null, ["codes"] = Codes() },
            new Dictionary<string, object?> { ["id"] = 3L, ["note"] = "", ["time"] = Time.Date, ["day"] = Time, ["done"] = false, ["score"] = 2.0, ["codes"] = null },
        ];
        using var file = new MemoryStream();
        ParquetSerializer.SerializeUntypedAsync(rows, schema, file, new() { RowGroupSize = rowsInGroup }).GetAwaiter().GetResult();
        return file.ToArray();
    }

    public static byte[] Arrow(bool asFile, CompressionCodecType? compression = null)
    {
        var codes = new ListArray.Builder(StringType.Default);
        var code = (StringArray.Builder)codes.ValueBuilder;
        codes.Append();
        code.Append("A1").AppendNull();
        codes.Append();
        codes.AppendNull();
        var words = new DictionaryArray(
            new DictionaryType(Int32Type.Default, StringType.Default, ordered: false),
            new Int32Array.Builder().Append(1).Append(0).AppendNull().Build(),
            new StringArray.Builder().Append("low").Append("high").Build());
        IArrowArray[] columns =
        [
            new Int32Array.Builder().Append(1).Append(2).Append(3).Build(),
            new StringArray.Builder().Append("fever, 39 °C").AppendNull().Append("").Build(),
            new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, (string?)null)).Append(new DateTimeOffset(Time)).AppendNull().Append(new DateTimeOffset(Time.Date, TimeSpan.Zero)).Build(),
            new Date32Array.Builder().Append(Time).AppendNull().Append(Time).Build(),
            new BooleanArray.Builder().Append(true).AppendNull().Append(false).Build(),
            new DoubleArray.Builder().Append(0.5).AppendNull().Append(2.0).Build(),
            codes.Build(),
            words,
        ];
        string[] names = ["id", "note", "time", "day", "done", "score", "codes", "risk"];
        var schema = new Schema(names.Zip(columns, (name, column) => new Apache.Arrow.Field(name, column.Data.DataType, nullable: true)), null);
        using var batch = new RecordBatch(schema, columns, 3);
        using var file = new MemoryStream();
        var options = new IpcOptions { CompressionCodec = compression, CompressionCodecFactory = new CompressionCodecFactory() };
        using (ArrowStreamWriter writer = asFile ? new ArrowFileWriter(file, schema, leaveOpen: true, options) : new ArrowStreamWriter(file, schema, leaveOpen: true, options))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return file.ToArray();
    }

    public static byte[] Sqlite(FormatFolder folder, string sql)
    {
        var path = folder.Write("made.db", []);
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        return File.ReadAllBytes(path);
    }

    private static List<ReadOnlyMemory<char>?> Codes(params string?[] codes) =>
        [.. codes.Select(c => c is null ? (ReadOnlyMemory<char>?)null : c.AsMemory())];
}
