namespace MedHelm.Evaluation.Catalog;

internal static class DatasetSectionReader
{
    private static readonly Dictionary<string, DatasetFormat> Formats = new(StringComparer.Ordinal)
    {
        ["jsonl"] = DatasetFormat.Jsonl,
        ["json"] = DatasetFormat.Json,
        ["xlsx"] = DatasetFormat.Xlsx,
        ["csv"] = DatasetFormat.Csv,
    };

    private static readonly DatasetDefinition Nothing = new([], new(DatasetFormat.Jsonl), null);

    public static DatasetDefinition Read(YamlMap? map, string samplesFolder)
    {
        if (map is null)
            return Nothing;
        var layout = ReadLayout(map, null);
        var files = map.Maps("files").Select(ReadFile).ToList();
        foreach (var repeated in files.CountBy(f => f.Path, StringComparer.Ordinal).Where(f => f is { Key.Length: > 0, Value: > 1 }))
            map.Problem("files", $"names \"{repeated.Key}\" {repeated.Value} times.");
        var sample = map.OptionalMap("sample") is { } section ? ReadSample(section, layout, samplesFolder) : null;
        map.RejectOtherKeys();
        return new(files, layout, sample);
    }

    private static DatasetFile ReadFile(YamlMap map)
    {
        var path = ReadPath(map, "path");
        var hash = map.OptionalText("expected_sha256");
        if (hash is { Length: > 0 } && !CatalogNames.IsSha256(hash))
            map.Problem("expected_sha256", "must be 64 lower-case hexadecimal digits.");
        map.RejectOtherKeys();
        return new(path, hash);
    }

    private static DatasetSample ReadSample(YamlMap map, RowLayout whole, string samplesFolder)
    {
        var name = ReadPath(map, "file");
        var path = Path.Combine(samplesFolder, name);
        if (name.Length > 0 && !File.Exists(path))
            map.Problem("file", $"is \"{name}\", but there is no {path}.");
        var layout = map.Has("format") || map.Has("items") ? ReadLayout(map, whole.Format) : whole;
        map.RejectOtherKeys();
        return new(path, layout);
    }

    private static RowLayout ReadLayout(YamlMap map, DatasetFormat? otherwise)
    {
        var format = otherwise is { } known && !map.Has("format") ? known : map.Choice("format", Formats);
        if (map.OptionalMap("items") is not { } items)
            return new(format);
        if (format != DatasetFormat.Json)
            map.Problem("items", "is for format json only; the other formats have one row a line or record.");
        var layout = new RowLayout(format, items.OptionalText("at"), items.OptionalText("map"));
        items.RejectOtherKeys();
        return layout;
    }

    private static string ReadPath(YamlMap map, string key)
    {
        var path = map.Text(key);
        if (path.Length > 0 && !CatalogNames.IsRelativePath(path))
            map.Problem(key, $"is \"{path}\"; use a path inside the folder, with \"/\" between parts and without \"..\".");
        return path;
    }
}
