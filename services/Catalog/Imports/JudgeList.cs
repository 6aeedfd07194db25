using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Imports;

/// <summary>
/// Reads judges in both of MedHELM's styles: name, model and model_deployment in a judges.yaml, or name and model_name in a benchmark's configuration.
/// What names the deployment counts: model_deployment, else the name where it looks like one (host/model, as MedHELM means it), else model_name.
/// </summary>
internal static class JudgeList
{
    private static readonly string[] Keys = ["name", "model", "model_name", "model_deployment"];

    /// <summary>The judges of a judges.yaml.</summary>
    public static IReadOnlyList<HelmJudge> ReadFile(string path, ProblemList problems, List<string> warnings) =>
        YamlFile.Open(path, problems) is { Root: var root } ? Read(root, warnings) : [];

    /// <summary>The judges under the key "judges".</summary>
    public static IReadOnlyList<HelmJudge> Read(YamlMap map, List<string> warnings)
    {
        var judges = new List<HelmJudge>();
        foreach (var judge in map.Maps("judges"))
        {
            var name = judge.Text("name");
            var model = judge.OptionalText("model_name");
            var deployment = judge.OptionalText("model_deployment") ?? (name.Contains('/', StringComparison.Ordinal) ? name : model ?? name);
            if (judges.Exists(j => j.Deployment == deployment))
                judge.Problem(null, $"judge \"{deployment}\" stands in the list already; a second verdict of the same deployment would say nothing new.");
            else if (deployment.Length > 0)
                judges.Add(new(name, deployment));
            foreach (var key in judge.Keys.Except(Keys, StringComparer.Ordinal))
                warnings.Add($"judge {name}: key {key} is ignored.");
        }

        return judges;
    }
}
