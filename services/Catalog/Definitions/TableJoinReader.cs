using MedHelm.Catalog.Templates;
using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Definitions;

internal static class TableJoinReader
{
    private static readonly Dictionary<string, JoinKeeps> Keeps = new(StringComparer.Ordinal)
    {
        ["all"] = JoinKeeps.All,
        ["first"] = JoinKeeps.First,
        ["list"] = JoinKeeps.List,
    };

    public static TableJoin Read(YamlMap map, DatasetFormat format)
    {
        var name = map.Text("as");
        if (name.Length > 0 && !CatalogNames.IsVariable(name))
            map.Problem("as", $"is \"{name}\"; use lower-case letters, digits and \"_\".");
        var perRow = !map.Has("on");
        var path = perRow ? map.Text("path") : DatasetSectionReader.ReadPath(map, "path");
        if (perRow && path.Length > 0 && !CatalogNames.IsRelativePath(TemplatePattern.Of(path).Replace('*', 'x')))
            map.Problem("path", $"is \"{path}\"; use a path inside the folder, with \"/\" between parts and without \"..\".");
        if (perRow && TemplatePattern.Of(path).Split('/')[..^1].Any(part => part.Contains('*', StringComparison.Ordinal)))
            map.Problem("path", "has a template in a folder's name; only the file's name may differ by row.");
        var keep = map.Has("keep") ? map.Choice("keep", Keeps) : JoinKeeps.All;
        var join = new TableJoin(name, path, RowLayoutReader.Read(map, format))
        {
            Url = DatasetSectionReader.ReadUrl(map),
            ExpectedSha256 = DatasetSectionReader.ReadHash(map),
            PathTemplate = perRow ? map.Template("path", TemplateCheck.OverRow) : null,
            On = perRow ? null : ReadKey(map, "on"),
            Keep = keep,
            Until = map.Has("until") ? ReadKey(map, "until") : null,
            Take = map.OptionalText("take"),
            OrderBy = map.OptionalText("order_by"),
        };
        if (keep != JoinKeeps.List && (join.Until is not null || join.Take is not null || join.OrderBy is not null))
            map.Problem("keep", "must be \"list\" for until, take and order_by.");
        if (perRow && keep == JoinKeeps.List)
            map.Problem("keep", "cannot be \"list\" where each row has a file of its own.");
        if (perRow && path.Length > 0 && !path.Contains("{{", StringComparison.Ordinal))
            map.Problem("on", "is missing; a join needs \"on\", or a path with a template such as notes/{{ row.person }}.xml.");
        map.RejectOtherKeys();
        return join;
    }

    private static JoinKey? ReadKey(YamlMap map, string key)
    {
        if (!map.IsMap(key))
        {
            var field = map.Text(key);
            return field.Length == 0 ? null : new(LiquidTemplate.Parse($"{{{{ row[\"{field.Replace("\"", "", StringComparison.Ordinal)}\"] }}}}"), field);
        }

        var sides = map.Map(key)!;
        var pair = new JoinKey(sides.Template("row", TemplateCheck.OverRow), sides.Text("field"));
        sides.RejectOtherKeys();
        return pair;
    }
}
