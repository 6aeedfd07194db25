using MedHelm.Catalog.Templates;
using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Definitions;

internal static class MappingSectionReader
{
    private static readonly Dictionary<string, Duplicates> DuplicateRules = new(StringComparer.Ordinal)
    {
        ["drop"] = Duplicates.Drop,
        ["collapse"] = Duplicates.Collapse,
    };

    private static readonly Dictionary<string, bool> KeepsLast = new(StringComparer.Ordinal) { ["last"] = true, ["first"] = false };

    public static RowMapping? Read(YamlMap? map, bool choosing)
    {
        if (map is null)
            return null;
        var longText = map.OptionalMap("long_text") is { } section ? ReadLongText(section) : null;
        var mapping = new RowMapping(map.Template("id", TemplateCheck.OverRow), map.Template("input", longText is null ? TemplateCheck.OverRow : TemplateCheck.OverRowWithLongText))
        {
            LongText = longText,
            Variants = map.Has("variants") ? ReadVariants(map) : [RowVariant.Only],
            Extra = map.OptionalMap("extra") is { } extra ? ReadExtra(extra) : [],
            Cluster = map.Has("cluster") ? map.Template("cluster", TemplateCheck.OverRow) : null,
            Skip = map.Has("skip") ? [.. map.Maps("skip").Select(SkipRuleReader.Read)] : [],
            Duplicates = map.Has("duplicates") ? map.Choice("duplicates", DuplicateRules) : Duplicates.Keep,
        };
        mapping = choosing
            ? mapping with { Options = ReadOptions(map), Gold = ReadGold(map.Map("gold", whole: true)) }
            : ReadReference(map, mapping);
        ForgetOther(map, choosing);
        map.RejectOtherKeys();
        return mapping;
    }

    // An overlay that changes the adaptation leaves the other kind's keys behind in the file below.
    private static void ForgetOther(YamlMap map, bool choosing)
    {
        foreach (var key in choosing ? ["reference", "reference_optional"] : new[] { "options", "gold" })
        {
            if (map.Has(key) && !map.Overlays(choosing ? "options" : "reference"))
                map.Problem(key, choosing ? "is for adaptation generation; a choice has options and gold." : "is for adaptation multiple_choice; generation has a reference.");
        }
    }

    private static RowMapping ReadReference(YamlMap map, RowMapping mapping)
    {
        var optional = map.Flag("reference_optional");
        var reference = optional && !map.Has("reference") ? LiquidTemplate.Empty : map.Template("reference", TemplateCheck.OverRow);
        return mapping with { Reference = reference, ReferenceOptional = optional };
    }

    private static OptionList ReadOptions(YamlMap map)
    {
        if (map.IsMap("options"))
        {
            var each = map.Map("options", whole: true)!;
            var path = each.Text("each");
            if (path.Length > 0 && !path.StartsWith("row.", StringComparison.Ordinal))
                each.Problem("each", $"is \"{path}\"; it must lead to a list of the row, such as row.answers.");
            var items = new OptionList([each.Template("text", TemplateCheck.OverItem)], path);
            each.RejectOtherKeys();
            return items;
        }

        var options = map.TemplateList("options", TemplateCheck.OverRow);
        if (options.Count is 1 or > OptionLetters.Most)
            map.Problem("options", $"has {options.Count} entries; a choice has 2 to {OptionLetters.Most}, lettered A to Z.");
        return new(options);
    }

    private static GoldAnswer? ReadGold(YamlMap? map)
    {
        if (map is null)
            return null;
        var kinds = new[] { ("letter", GoldKind.Letter), ("text", GoldKind.Text), ("number", GoldKind.Number) };
        var given = kinds.Where(k => map.Has(k.Item1)).ToList();
        if (given.Count != 1)
            map.Problem(null, "gold must have one of \"letter\" (the letter of the right option), \"text\" (its text) and \"number\" (its position from 1).");
        var (key, kind) = given.Count > 0 ? given[0] : kinds[0];
        var gold = new GoldAnswer(map.Has(key) ? map.Template(key, TemplateCheck.OverRow) : LiquidTemplate.Empty, kind, map.Flag("optional"));
        map.RejectOtherKeys();
        return gold;
    }

    private static List<RowVariant> ReadVariants(YamlMap map)
    {
        var variants = new List<RowVariant>();
        foreach (var entry in map.Maps("variants"))
        {
            variants.Add(new(DatasetSectionReader.ReadSubset(entry), entry.NamedTexts("with")));
            entry.RejectOtherKeys();
        }

        return variants.Count > 0 ? variants : [RowVariant.Only];
    }

    private static List<(string, LiquidTemplate)> ReadExtra(YamlMap map)
    {
        var extra = new List<(string, LiquidTemplate)>();
        foreach (var name in map.Keys)
        {
            if (!CatalogNames.IsVariable(name))
                map.Problem(name, "is no name; use lower-case letters, digits and \"_\".");
            extra.Add((name, map.Template(name, TemplateCheck.OverRow)));
        }

        return extra;
    }

    private static LongText ReadLongText(YamlMap map)
    {
        var text = new LongText(map.Template("text", TemplateCheck.OverRow), map.Choice("keep", KeepsLast), map.Integer("max_tokens", 1, 10_000_000));
        map.RejectOtherKeys();
        return text;
    }
}
