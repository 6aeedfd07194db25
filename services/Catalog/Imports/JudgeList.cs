using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Imports;

/// <summary>
/// Reads judges in both of MedHELM's styles: name, model and model_deployment in a judges.yaml, or name (which is the deployment) and model_name in a
/// benchmark's configuration.
/// </summary>
internal static class JudgeList
{
    private static readonly string[] Keys = ["name", "model", "model_name", "model_deployment"];

    /// <summary>The judges of a judges.yaml.</summary>
    public static IReadOnlyList<string> ReadFile(string path, ProblemList problems, List<string> warnings) =>
        YamlFile.Open(path, problems) is { Root: var root } ? Read(root, warnings) : [];

    /// <summary>The deployments under the key "judges".</summary>
    public static IReadOnlyList<string> Read(YamlMap map, List<string> warnings)
    {
        var deployments = new List<string>();
        foreach (var judge in map.Maps("judges"))
        {
            var name = judge.Text("name");
            var deployment = judge.OptionalText("model_deployment") ?? name;
            if (deployments.Contains(deployment, StringComparer.Ordinal))
                judge.Problem(null, $"judge \"{deployment}\" stands in the list already; a second verdict of the same deployment would say nothing new.");
            else if (deployment.Length > 0)
                deployments.Add(deployment);
            foreach (var key in judge.Keys.Except(Keys, StringComparer.Ordinal))
                warnings.Add($"judge {name}: key {key} is ignored.");
        }

        return deployments;
    }
}
