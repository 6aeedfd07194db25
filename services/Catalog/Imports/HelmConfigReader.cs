using System.Globalization;
using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Imports;

/// <summary>Reads the YAML file of a configurable benchmark. What HELM ignores becomes a warning, what it refuses a problem.</summary>
internal sealed class HelmConfigReader(ConfigFolder folder, ProblemList problems, List<string> warnings)
{
    private const int UsualMaxTokens = 1024;
    private const string JuryScore = "jury_score";
    private static readonly string[] Keys = ["name", "description", "prompt_file", "dataset_file", "metrics", "max_tokens"];
    private static readonly string[] Computed = ["exact_match", JuryScore, "rouge_1", "rouge_2", "rouge_l"];
    private static readonly string[] NeedEncoder = ["BERTScore-P", "BERTScore-R", "BERTScore-F"];

    /// <summary>Null when the file cannot be read at all.</summary>
    /// <param name="path">Full path of the config.</param>
    /// <param name="judges">Take the place of the config's; null where there are no others.</param>
    public HelmConfig? Read(string path, IReadOnlyList<HelmJudge>? judges)
    {
        if (YamlFile.Open(path, problems) is not { Root: var root })
            return null;
        WarnOfOthers(root, Keys, "");
        var name = root.Text("name");
        var metrics = root.Maps("metrics");
        if (!root.Has("max_tokens"))
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"max_tokens is not given; {UsualMaxTokens} is taken, as by HELM. It is max_output_tokens in the definition."));
        return new(
            name,
            root.TextOrEmpty("description") is { Length: > 0 } description ? description : name,
            folder.Resolve(root, "prompt_file"),
            folder.Resolve(root, "dataset_file"),
            root.Has("max_tokens") ? root.Integer("max_tokens", 1, 1_000_000) : UsualMaxTokens,
            ReadMetrics(root, metrics),
            ReadJury(root, metrics, judges));
    }

    private List<string> ReadMetrics(YamlMap root, IReadOnlyList<YamlMap> items)
    {
        var kept = new List<string>();
        for (var i = 0; i < items.Count; i++)
        {
            var name = items[i].Text("name");
            if (Computed.Contains(name, StringComparer.Ordinal))
                kept.Add(name);
            else if (NeedEncoder.Contains(name, StringComparer.Ordinal))
                warnings.Add($"metric {name} is left out: it needs a text encoder. Where Scoring has one, add {OwnName(name)} to the definition, or score runs again by it{(i == 0 ? "; the first metric that is left becomes the main one" : "")}.");
            else if (name.Length > 0)
                items[i].Problem("name", $"is \"{name}\", which is no metric of MedHELM's configurable benchmarks; it must be one of: {string.Join(", ", Computed.Concat(NeedEncoder))}.");
            WarnOfOthers(items[i], name == JuryScore ? ["name", "prompt_file", "judges"] : ["name"], $"metric {name}: ");
        }

        if (kept.Count == 0 && items.Count > 0)
            root.Problem("metrics", $"has none that is computed without an encoder: {string.Join(", ", Computed)}. Add one of them.");
        if (kept.Count(k => k == JuryScore) > 1)
            root.Problem("metrics", "has jury_score more than once; HELM mixes their verdicts up. Import each as a benchmark of its own.");
        return [.. kept.Distinct(StringComparer.Ordinal)];
    }

    private static string OwnName(string name) => name[^1] switch { 'P' => "bert_score_precision", 'R' => "bert_score_recall", _ => "bert_score_f1" };

    private HelmJury? ReadJury(YamlMap root, IReadOnlyList<YamlMap> items, IReadOnlyList<HelmJudge>? others)
    {
        if (items.FirstOrDefault(item => item.OptionalText("name") == JuryScore) is not { } jury)
            return null;
        var prompt = folder.Resolve(jury, "prompt_file");
        var own = jury.Has("judges") ? JudgeList.Read(jury, warnings) : [];
        if (others is null && own.Count == 0)
            root.Problem("metrics", "has jury_score without judges; list them as its \"judges\", or name a file with --judges.");
        return new(prompt, others ?? own);
    }

    private void WarnOfOthers(YamlMap map, string[] known, string prefix)
    {
        foreach (var key in map.Keys.Except(known, StringComparer.Ordinal))
            warnings.Add($"{prefix}key {key} is ignored, as by HELM.");
    }
}
