using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace MedHelm.Inference.Deployments;

/// <summary>The fields of one YAML mapping, read one by one; complaints carry the line.</summary>
internal sealed class YamlFields(YamlMappingNode map, Action<YamlNode, string> problem)
{
    public void RefuseUnknown(string[] known)
    {
        foreach (var key in map.Children.Keys.OfType<YamlScalarNode>())
            if (!known.Contains(key.Value, StringComparer.Ordinal)) problem(key, $"unknown key '{key.Value}'; known are {string.Join(", ", known)}.");
    }

    public void Complain(string key, string message) => problem(Node(key) ?? map, $"{key}: {message}");

    public string? Text(string key) => Node(key) is YamlScalarNode { Value: { Length: > 0 } value } ? value : null;

    public string Required(string key)
    {
        if (Text(key) is { } value) return value;
        Complain(key, "is missing.");
        return "";
    }

    public double? Number(string key, double least, double most)
    {
        if (Text(key) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Complain(key, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}, was '{text}'."));
        return null;
    }

    public IReadOnlyList<string>? Texts(string key) => Node(key) is YamlSequenceNode list
        ? [.. list.OfType<YamlScalarNode>().Select(node => node.Value ?? "")]
        : null;

    public YamlFields? Map(string key) => Node(key) is YamlMappingNode inner ? new YamlFields(inner, problem) : null;

    public IEnumerable<YamlFields> Maps(string key) => Node(key) is YamlSequenceNode list
        ? list.OfType<YamlMappingNode>().Select(inner => new YamlFields(inner, problem))
        : [];

    public IEnumerable<KeyValuePair<string, string>> Scalars() => map.Children
        .Where(pair => pair is { Key: YamlScalarNode { Value: not null }, Value: YamlScalarNode { Value: not null } })
        .Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, ((YamlScalarNode)pair.Value).Value!));

    private YamlNode? Node(string key) => map.Children.TryGetValue(key, out var node) ? node : null;
}
