using System.Globalization;
using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Definitions;

/// <summary>Fills the standard template of juror prompts with a benchmark's own clauses.</summary>
internal static class StandardRubric
{
    private const string GoldOpens = "[[gold:";
    private const string GoldCloses = ":gold]]";

    /// <summary>The juror's template. Without gold_is the reference is not shown.</summary>
    public static string Fill(YamlMap map, string standard, int scaleMin, int scaleMax)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["role"] = Clause(map, "role"),
            ["question_is"] = Clause(map, "question_is"),
            ["response_is"] = Clause(map, "response_is"),
            ["scale_min"] = scaleMin.ToString(CultureInfo.InvariantCulture),
            ["scale_max"] = scaleMax.ToString(CultureInfo.InvariantCulture),
            ["scale"] = (scaleMin, scaleMax) == (1, 5)
                ? "1 is very poor, 2 is poor, 3 is acceptable, 4 is good, 5 is excellent"
                : string.Create(CultureInfo.InvariantCulture, $"{scaleMin} is the worst, {scaleMax} the best"),
        };
        var open = standard.IndexOf(GoldOpens, StringComparison.Ordinal);
        var close = standard.IndexOf(GoldCloses, StringComparison.Ordinal);
        var gold = map.Has("gold_is");
        if (gold)
            parts["gold_is"] = Clause(map, "gold_is");
        var text = gold
            ? standard.Replace(GoldOpens + "\n", "", StringComparison.Ordinal).Replace(GoldCloses, "", StringComparison.Ordinal)
            : standard.Remove(open, close + GoldCloses.Length + 1 - open);
        foreach (var (name, value) in parts)
            text = text.Replace($"[[{name}]]", value, StringComparison.Ordinal);
        return text.Trim();
    }

    private static string Clause(YamlMap map, string key)
    {
        var clause = map.Text(key);
        if (clause.Contains("{{", StringComparison.Ordinal) || clause.Contains("{%", StringComparison.Ordinal) || clause.Contains("[[", StringComparison.Ordinal))
            map.Problem(key, "must be plain text, without {{, {% and [[; write a template of your own instead.");
        return clause.TrimEnd(':');
    }
}
