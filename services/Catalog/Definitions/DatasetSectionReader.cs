using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Definitions;

internal static class DatasetSectionReader
{
    private static readonly DatasetDefinition Nothing = new(new(DatasetFormat.Jsonl), []);

    public static DatasetDefinition Read(YamlMap? map)
    {
        if (map is null)
            return Nothing;
        var layout = RowLayoutReader.Read(map, null);
        var files = map.Maps("files").Select(ReadFile).ToList();
        CheckFiles(map, layout, files);
        var definition = new DatasetDefinition(layout, files)
        {
            Archive = map.OptionalMap("archive") is { } archive ? ReadArchive(archive) : null,
            Texts = ReadNamed(map, "texts"),
            Attachments = ReadNamed(map, "attachments"),
            Joins = map.Has("joins") ? [.. map.Maps("joins").Select(join => TableJoinReader.Read(join, layout.Format))] : [],
            FirstOf = map.OptionalText("first_of"),
        };
        foreach (var repeated in definition.Joins.CountBy(j => j.As, StringComparer.Ordinal).Where(j => j is { Key.Length: > 0, Value: > 1 }))
            map.Problem("joins", $"has \"{repeated.Key}\" {repeated.Value} times; each join needs a name of its own.");
        if (definition.FirstOf is not null && definition.Joins.Count == 0)
            map.Problem("first_of", "is for joined rows; there are no joins.");
        map.RejectOtherKeys();
        return definition;
    }

    public static string ReadPath(YamlMap map, string key, bool pattern = false)
    {
        var path = map.Text(key);
        if (path.Length == 0)
            return path;
        var last = path.LastIndexOf('/') + 1;
        if (!CatalogNames.IsRelativePath(pattern ? path[..last] + path[last..].Replace('*', 'x') : path))
            map.Problem(key, $"is \"{path}\"; use a path inside the folder, with \"/\" between parts, without \"..\"{(pattern ? ", and with \"*\" in its last part only" : "")}.");
        return path;
    }

    public static string? ReadHash(YamlMap map)
    {
        var hash = map.OptionalText("expected_sha256");
        if (hash is { Length: > 0 } && !CatalogNames.IsSha256(hash))
            map.Problem("expected_sha256", "must be 64 lower-case hexadecimal digits.");
        return hash;
    }

    public static string? ReadUrl(YamlMap map)
    {
        var url = map.OptionalText("url");
        if (url is not null && !IsWebAddress(url))
            map.Problem("url", "must be an address that begins with https:// or http://.");
        return url;
    }

    private static DatasetFile ReadFile(YamlMap map)
    {
        var file = new DatasetFile(ReadPath(map, "path", pattern: true), ReadUrl(map), ReadHash(map))
        {
            Most = map.Has("most") ? map.Integer("most", 1, int.MaxValue) : 0,
            Subset = ReadSubset(map),
            With = map.NamedTexts("with"),
        };
        if (!file.IsPattern && file.Most > 0)
            map.Problem("most", "is for a path with \"*\".");
        if (file is { IsPattern: true, Url: not null })
            map.Problem("url", "cannot fetch files with \"*\"; use \"archive\".");
        map.RejectOtherKeys();
        return file;
    }

    public static string ReadSubset(YamlMap map)
    {
        var subset = map.OptionalText("subset") ?? "";
        if (subset.Length > 0 && !CatalogNames.IsSubset(subset))
            map.Problem("subset", $"is \"{subset}\"; use letters, digits, \"_\" and \"-\".");
        return subset;
    }

    private static void CheckFiles(YamlMap map, RowLayout layout, List<DatasetFile> files)
    {
        foreach (var repeated in files.CountBy(f => f.Path, StringComparer.Ordinal).Where(f => f is { Key.Length: > 0, Value: > 1 }))
            map.Problem("files", $"names \"{repeated.Key}\" {repeated.Value} times.");
        if (layout.Format == DatasetFormat.Lines && layout.Columns.Count != files.Count)
            map.Problem("files", $"names {files.Count} files, but items.columns names {layout.Columns.Count}; format lines has one column a file.");
        if (files.Any(f => f.Subset.Length > 0) && files.Any(f => f.Subset.Length == 0))
            map.Problem("files", "gives some files a subset and others none; give every file one, or none.");
    }

    private static DatasetArchive ReadArchive(YamlMap map)
    {
        var archive = new DatasetArchive(map.Text("url"), ReadPath(map, "folder"), ReadHash(map));
        if (archive.Url.Length > 0 && !IsWebAddress(archive.Url))
            map.Problem("url", "must be an address that begins with https:// or http://.");
        map.RejectOtherKeys();
        return archive;
    }

    private static List<NamedFile> ReadNamed(YamlMap map, string key)
    {
        if (map.OptionalMap(key) is not { } section)
            return [];
        var files = new List<NamedFile>();
        foreach (var name in section.Keys)
        {
            if (!CatalogNames.IsVariable(name))
                section.Problem(name, "is no name; use lower-case letters, digits and \"_\".");
            if (section.OptionalMap(name) is not { } file)
                continue;
            files.Add(new(name, ReadPath(file, "path"), ReadUrl(file), ReadHash(file)));
            file.RejectOtherKeys();
        }

        return files;
    }

    private static bool IsWebAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0;
}
