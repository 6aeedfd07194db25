using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MedHelm.Inference.Deployments;

/// <summary>
/// The fields of one YAML mapping, read one by one; complaints carry the line. A key with nothing after it counts as absent;
/// whatever has another shape than asked for is a complaint, which never repeats a value that could be a secret.
/// </summary>
internal sealed class YamlFields(YamlMappingNode map, Action<YamlNode, string> problem)
{
    public void RefuseUnknown(string[] known)
    {
        foreach (var key in map.Children.Keys)
            if (key is not YamlScalarNode { Value: { } name } || !known.Contains(name, StringComparer.Ordinal))
                problem(key, $"unknown key '{(key as YamlScalarNode)?.Value ?? "(not a text)"}'; known are {string.Join(", ", known)}.");
    }

    public void Complain(string key, string message) => problem(Node(key) ?? map, $"{key}: {message}");

    public string? Text(string key)
    {
        if (Node(key) is not { } node) return null;
        if (node is YamlScalarNode scalar) return scalar.Value is { Length: > 0 } value ? value : null;
        Complain(key, "must be a single value.");
        return null;
    }

    public string Required(string key)
    {
        if (Text(key) is { } value) return value;
        if (Node(key) is null or YamlScalarNode) Complain(key, "is missing.");
        return "";
    }

    public double? Number(string key, double least, double most)
    {
        if (Text(key) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Complain(key, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}, was '{text}'."));
        return null;
    }

    public int? Whole(string key, int least, int most)
    {
        if (Text(key) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Complain(key, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}, was '{text}'."));
        return null;
    }

    /// <summary>A day, written as 2024-10-01.</summary>
    public DateOnly? Date(string key)
    {
        if (Text(key) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        Complain(key, $"must be a day such as 2024-10-01, was '{text}'.");
        return null;
    }

    /// <summary>True when the key holds a single value.</summary>
    public bool IsText(string key) => Node(key) is YamlScalarNode;

    /// <summary>True when the key holds a list.</summary>
    public bool IsList(string key) => Node(key) is YamlSequenceNode;

    public bool Flag(string key)
    {
        if (Text(key) is not { } text) return false;
        if (bool.TryParse(text, out var flag)) return flag;
        Complain(key, $"must be true or false, was '{text}'.");
        return false;
    }

    public IReadOnlyList<string>? Texts(string key)
    {
        if (List(key) is not { } list) return null;
        if (list.Any(item => item is not YamlScalarNode)) Complain(key, "must be a list of single values.");
        return [.. list.OfType<YamlScalarNode>().Select(item => item.Value ?? "")];
    }

    public YamlFields? Map(string key)
    {
        switch (Node(key))
        {
            case null: return null;
            case YamlMappingNode inner: return new YamlFields(inner, problem);
        }
        Complain(key, "must be a mapping (key: value).");
        return null;
    }

    public IReadOnlyList<YamlFields> Maps(string key)
    {
        if (List(key) is not { } list) return [];
        if (list.Any(item => item is not YamlMappingNode)) Complain(key, "must be a list of mappings (- key: value).");
        return [.. list.OfType<YamlMappingNode>().Select(inner => new YamlFields(inner, problem))];
    }

    /// <summary>The mapping as the fields of a JSON object, in order of their names. A dot in a refused field leads into an inner mapping.</summary>
    public string JsonFields(IReadOnlyCollection<string> refused)
    {
        Refuse(map, "", refused);
        return YamlJson.Fields(map, problem);
    }

    private void Refuse(YamlMappingNode fields, string within, IReadOnlyCollection<string> refused)
    {
        foreach (var (key, value) in fields.Children)
        {
            var path = within + (key as YamlScalarNode)?.Value;
            if (refused.Contains(path, StringComparer.Ordinal)) problem(key, $"'{path}' is written by the service itself; set it in parameters or not at all.");
            else if (value is YamlMappingNode inner) Refuse(inner, path + ".", refused);
        }
    }

    private YamlSequenceNode? List(string key)
    {
        if (Node(key) is not { } node) return null;
        if (node is YamlSequenceNode list) return list;
        Complain(key, "must be a list ([...]).");
        return null;
    }

    private YamlNode? Node(string key) =>
        map.Children.TryGetValue(key, out var node) && node is not YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" } ? node : null;
}
