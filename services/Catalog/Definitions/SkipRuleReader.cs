using MedHelm.Catalog.Templates;
using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Definitions;

internal static class SkipRuleReader
{
    public static SkipRule Read(YamlMap map)
    {
        var because = map.Text("because");
        var rule = map.Has("when") ? new SkipRule(because) { When = map.Template("when", TemplateCheck.OverRow) } : ReadField(map, because);
        map.RejectOtherKeys();
        return rule;
    }

    private static SkipRule ReadField(YamlMap map, string because)
    {
        var rule = new SkipRule(because)
        {
            Field = map.Text("field"),
            WhenEmpty = map.Flag("empty"),
            Values = map.Has("equals") ? map.Texts("equals") : [],
            Allowed = map.Has("not_equals") ? map.Texts("not_equals") : [],
        };
        if (rule is { WhenEmpty: false, Values.Count: 0, Allowed.Count: 0 })
            map.Problem(null, "a skip rule must have \"when\", or \"field\" with \"empty: true\", \"equals\" or \"not_equals\", else it never applies.");
        return rule;
    }
}
