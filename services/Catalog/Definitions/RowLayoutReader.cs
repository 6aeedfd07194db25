using System.Text.RegularExpressions;
using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Definitions;

/// <summary>Reads format, encoding, malformed_rows and items of a dataset or a joined table.</summary>
internal static class RowLayoutReader
{
    private static readonly Dictionary<string, DatasetFormat> Formats = new(StringComparer.Ordinal)
    {
        ["csv"] = DatasetFormat.Csv,
        ["tsv"] = DatasetFormat.Tsv,
        ["jsonl"] = DatasetFormat.Jsonl,
        ["json"] = DatasetFormat.Json,
        ["xlsx"] = DatasetFormat.Xlsx,
        ["xml"] = DatasetFormat.Xml,
        ["docx"] = DatasetFormat.Docx,
        ["text"] = DatasetFormat.Text,
        ["lines"] = DatasetFormat.Lines,
        ["sqlite"] = DatasetFormat.Sqlite,
        ["parquet"] = DatasetFormat.Parquet,
        ["arrow"] = DatasetFormat.Arrow,
    };

    private static readonly Dictionary<string, string> Encodings =
        new[] { "utf-8", "windows-1252", "iso-8859-1", "utf-16" }.ToDictionary(e => e, StringComparer.Ordinal);

    private static readonly Dictionary<string, char> Separators = new[] { ',', ';', '|' }.ToDictionary(c => c.ToString(), StringComparer.Ordinal);

    private static readonly Dictionary<string, bool> Malformed = new(StringComparer.Ordinal) { ["refuse"] = false, ["skip"] = true };

    private static readonly DatasetFormat[] Textual =
        [DatasetFormat.Csv, DatasetFormat.Tsv, DatasetFormat.Jsonl, DatasetFormat.Json, DatasetFormat.Text, DatasetFormat.Lines];

    public static RowLayout Read(YamlMap map, DatasetFormat? otherwise)
    {
        var format = otherwise is { } known && !map.Has("format") ? known : map.Choice("format", Formats);
        var encoding = map.Has("encoding") ? map.Choice("encoding", Encodings) : "utf-8";
        if (map.Has("encoding") && !Textual.Contains(format))
            map.Problem("encoding", "is for csv, tsv, jsonl, json, text and lines; the other formats say themselves how they are encoded.");
        var skip = map.Has("malformed_rows") && map.Choice("malformed_rows", Malformed);
        if (skip && format is not (DatasetFormat.Csv or DatasetFormat.Tsv or DatasetFormat.Jsonl))
            map.Problem("malformed_rows", "is for csv, tsv and jsonl.");
        var separator = map.Has("separator") ? map.Choice("separator", Separators) : ',';
        if (map.Has("separator") && format != DatasetFormat.Csv)
            map.Problem("separator", "is for csv.");
        var layout = new RowLayout(format) { Encoding = encoding, SkipMalformed = skip, Separator = separator };
        var items = map.OptionalMap("items");
        if (items is not null)
            layout = ReadItems(items, layout);
        else if (Needed(format) is { } needed)
            map.Problem("items", $"is missing; format {map.Text("format")} needs items.{needed}.");
        return layout;
    }

    private static string? Needed(DatasetFormat format) => format switch
    {
        DatasetFormat.Docx => "start",
        DatasetFormat.Sqlite => "query",
        DatasetFormat.Lines => "columns",
        _ => null,
    };

    private static RowLayout ReadItems(YamlMap items, RowLayout layout)
    {
        switch (layout.Format)
        {
            case DatasetFormat.Json:
                layout = layout with { At = items.OptionalText("at"), Map = items.OptionalText("map"), Each = items.OptionalText("each") };
                break;
            case DatasetFormat.Xml:
                layout = layout with { At = items.OptionalText("at"), Lists = items.Has("lists") ? items.Texts("lists") : [] };
                break;
            case DatasetFormat.Docx:
                layout = layout with { Start = items.Text("start"), End = items.OptionalText("end") };
                CheckPattern(items, "start", layout.Start);
                CheckPattern(items, "end", layout.End ?? "");
                break;
            case DatasetFormat.Sqlite:
                layout = layout with { Query = items.Text("query") };
                break;
            case DatasetFormat.Lines:
                layout = layout with { Columns = items.Texts("columns") };
                break;
            default:
                items.Problem(null, "items is for json, xml, docx, sqlite and lines; the other formats have one row a line, record or file.");
                return layout;
        }

        items.RejectOtherKeys();
        return layout;
    }

    private static void CheckPattern(YamlMap items, string key, string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            items.Problem(key, $"is not a usable regular expression: {e.Message}");
        }
    }
}
