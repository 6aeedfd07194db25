using MedHelm.Evaluation.Catalog.Templates;

namespace MedHelm.Evaluation.Catalog;

internal static class MappingSectionReader
{
    public static RowMapping? Read(YamlMap? map, bool choosing)
    {
        if (map is null)
            return null;
        var id = map.Template("id", TemplateCheck.OverRow);
        var input = map.Template("input", TemplateCheck.OverRow);
        var mapping = choosing
            ? new RowMapping(id, input, ReadOptions(map), ReadGold(map.Map("gold")), null, ReadSkipRules(map))
            : new RowMapping(id, input, [], null, map.Template("reference", TemplateCheck.OverRow), ReadSkipRules(map));
        map.RejectOtherKeys();
        return mapping;
    }

    private static IReadOnlyList<LiquidTemplate> ReadOptions(YamlMap map)
    {
        var options = map.TemplateList("options", TemplateCheck.OverRow);
        if (options.Count is 1 or > OptionLetters.Most)
            map.Problem("options", $"has {options.Count} entries; a choice has 2 to {OptionLetters.Most}, lettered A to Z.");
        return options;
    }

    private static GoldAnswer? ReadGold(YamlMap? map)
    {
        if (map is null)
            return null;
        var byLetter = map.Has("letter");
        if (byLetter == map.Has("text"))
            map.Problem(null, "gold must have either \"letter\" (the letter of the right option) or \"text\" (its text).");
        var gold = new GoldAnswer(map.Template(byLetter ? "letter" : "text", TemplateCheck.OverRow), byLetter);
        map.RejectOtherKeys();
        return gold;
    }

    private static List<SkipRule> ReadSkipRules(YamlMap map)
    {
        var rules = new List<SkipRule>();
        foreach (var entry in map.Has("skip") ? map.Maps("skip") : [])
        {
            var rule = new SkipRule(entry.Text("field"), entry.Flag("empty"), entry.Has("equals") ? entry.Texts("equals") : []);
            if (rule is { WhenEmpty: false, Values.Count: 0 })
                entry.Problem(null, "a skip rule must have \"empty: true\" or \"equals\" with values, else it never applies.");
            entry.Text("because");
            entry.RejectOtherKeys();
            rules.Add(rule);
        }

        return rules;
    }
}
