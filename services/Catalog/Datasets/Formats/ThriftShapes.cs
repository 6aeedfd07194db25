using System.Globalization;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The structures in Parquet's footer and page headers: which field has which type (from parquet.thrift).</summary>
internal static class ThriftShapes
{
    public const string Footer = "FileMetaData";
    public const string Page = "PageHeader";

    private static readonly Dictionary<string, Dictionary<int, string>> Shapes = new(StringComparer.Ordinal)
    {
        [Footer] = Fields("1:i32 2:[SchemaElement 3:i64 4:[RowGroup 5:[KeyValue 6:text 7:[ColumnOrder 8:encrypted 9:encrypted"),
        ["SchemaElement"] = Fields("1:i32 2:i32 3:i32 4:text 5:i32 6:i32 7:i32 8:i32 9:i32 10:LogicalType"),
        ["LogicalType"] = Fields("1:Empty 2:Empty 3:Empty 4:Empty 5:DecimalType 6:Empty 7:TimeType 8:TimeType 10:IntType 11:Empty 12:Empty 13:Empty 14:Empty 15:Empty"),
        ["Empty"] = [],
        ["DecimalType"] = Fields("1:i32 2:i32"),
        ["TimeType"] = Fields("1:bool 2:TimeUnit"),
        ["TimeUnit"] = Fields("1:Empty 2:Empty 3:Empty"),
        ["IntType"] = Fields("1:i8 2:bool"),
        ["KeyValue"] = Fields("1:text 2:text"),
        ["ColumnOrder"] = Fields("1:Empty"),
        ["RowGroup"] = Fields("1:[ColumnChunk 2:i64 3:i64 4:[SortingColumn 5:i64 6:i64 7:i16"),
        ["SortingColumn"] = Fields("1:i32 2:bool 3:bool"),
        ["ColumnChunk"] = Fields("1:text 2:i64 3:ColumnMetaData 4:i64 5:i32 6:i64 7:i32 8:encrypted 9:encrypted"),
        ["ColumnMetaData"] = Fields("1:i32 2:[i32 3:[text 4:i32 5:i64 6:i64 7:i64 8:[KeyValue 9:i64 10:i64 11:i64 12:Statistics 13:[PageEncodingStats 14:i64 15:i32 16:SizeStatistics"),
        ["Statistics"] = Fields("1:text 2:text 3:i64 4:i64 5:text 6:text 7:bool 8:bool"),
        ["PageEncodingStats"] = Fields("1:i32 2:i32 3:i32"),
        ["SizeStatistics"] = Fields("1:i64 2:[i64 3:[i64"),
        [Page] = Fields("1:i32 2:i32 3:i32 4:i32 5:DataPageHeader 6:Empty 7:DictionaryPageHeader 8:DataPageHeaderV2"),
        ["DataPageHeader"] = Fields("1:i32 2:i32 3:i32 4:i32 5:Statistics"),
        ["DictionaryPageHeader"] = Fields("1:i32 2:i32 3:bool"),
        ["DataPageHeaderV2"] = Fields("1:i32 2:i32 3:i32 4:i32 5:i32 6:i32 7:bool 8:Statistics"),
    };

    /// <summary>"i32" and the like, the name of a structure, either after "[" for a list of it, or null for a field that nobody knows.</summary>
    public static string? TypeOf(string shape, int field) => Shapes[shape].GetValueOrDefault(field);

    private static Dictionary<int, string> Fields(string text) =>
        text.Split(' ').Select(f => f.Split(':')).ToDictionary(f => int.Parse(f[0], CultureInfo.InvariantCulture), f => f[1]);
}
