using MedHelm.Testing.Processes;
using YamlDotNet.RepresentationModel;

namespace MedHelm.Tests.Unit.K8s;

/// <summary>One object of k8s/base, with its values by path.</summary>
internal sealed record Manifest(YamlMappingNode Root)
{
    public string Kind => Text("kind") ?? "";

    public string Name => Text("metadata", "name") ?? "";

    public static IReadOnlyList<Manifest> Read(string process) => ReadFile(SolutionPaths.File("k8s", "base", $"{process}.yaml"));

    public static IReadOnlyList<Manifest> ReadFile(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(file);
        yaml.Load(reader);
        return [.. yaml.Documents.Select(document => new Manifest((YamlMappingNode)document.RootNode))];
    }

    /// <summary>The scalar at a path, null when the path leads nowhere.</summary>
    public string? Text(params IEnumerable<string> path) => (Node(path) as YamlScalarNode)?.Value;

    public IReadOnlyList<Manifest> List(params IEnumerable<string> path) =>
        [.. ((Node(path) as YamlSequenceNode)?.OfType<YamlMappingNode>() ?? []).Select(item => new Manifest(item))];

    public IReadOnlyList<string> Texts(params IEnumerable<string> path) =>
        [.. ((Node(path) as YamlSequenceNode)?.OfType<YamlScalarNode>() ?? []).Select(item => item.Value ?? "")];

    private YamlNode? Node(IEnumerable<string> path)
    {
        YamlNode? node = Root;
        foreach (var step in path) node = (node as YamlMappingNode)?.Children.TryGetValue(step, out var child) == true ? child : null;
        return node;
    }
}
