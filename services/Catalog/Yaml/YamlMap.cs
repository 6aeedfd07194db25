using System.Globalization;
using MedHelm.Catalog.Templates;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MedHelm.Catalog.Yaml;

/// <summary>
/// Reads the keys of one YAML mapping, optionally with another laid over it: mappings merge key by key, everything else
/// replaces, and "~" removes. What is missing or malformed becomes a problem with its line and a harmless stand-in is returned, so that
/// one pass finds everything.
/// </summary>
internal sealed class YamlMap(YamlMappingNode node, string file, ProblemList problems, string path = "", YamlMappingNode? overlay = null)
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public string File => file;

    public void Problem(string? key, string message) =>
        problems.Add(file, Line(Find(key) ?? node), key is null ? message : $"{Name(key)} {message}");

    /// <summary>The names of its keys, as they stand in the file.</summary>
    public IReadOnlyList<string> Keys => [.. node.Children.Keys.Concat(overlay?.Children.Keys ?? []).OfType<YamlScalarNode>().Select(k => k.Value ?? "").Distinct(StringComparer.Ordinal)];

    /// <summary>The same mapping with the one under the key laid over it; null when there is none.</summary>
    public YamlMap? Overlaid(string key) => Of(node, key) is YamlMappingNode above ? new(node, file, problems, path, above) : null;

    /// <summary>True when the key is in what is laid over.</summary>
    public bool Overlays(string key) => Of(overlay, key) is not null;

    public bool Has(string key)
    {
        known.Add(key);
        return Find(key) is not null;
    }

    public string Text(string key)
    {
        if (!Required(key))
            return "";
        if (Find(key) is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text))
            return text.Trim();
        Problem(key, "must be a text that is not empty.");
        return "";
    }

    public string? OptionalText(string key) => Has(key) ? Text(key) : null;

    /// <summary>Null when the key is absent or its value is "~"; empty when it is "".</summary>
    public string? TextOrEmpty(string key)
    {
        if (!Has(key) || Find(key) is not { } value || IsRemoval(value))
            return null;
        if (value is YamlScalarNode { Value: { } text })
            return text.Trim();
        Problem(key, "must be a text.");
        return null;
    }

    public int Integer(string key, int min, int max)
    {
        if (!Required(key))
            return min;
        if (int.TryParse((Find(key) as YamlScalarNode)?.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
            return value;
        Problem(key, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}."));
        return min;
    }

    public double? OptionalNumber(string key, double min, double max)
    {
        if (!Has(key))
            return null;
        if (double.TryParse((Find(key) as YamlScalarNode)?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
            return value;
        Problem(key, string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}."));
        return null;
    }

    public bool Flag(string key)
    {
        if (!Has(key))
            return false;
        var value = (Find(key) as YamlScalarNode)?.Value;
        if (value is not ("true" or "false"))
            Problem(key, "must be true or false.");
        return value is "true";
    }

    public T Choice<T>(string key, IReadOnlyDictionary<string, T> choices)
    {
        var text = Text(key);
        if (choices.TryGetValue(text, out var value))
            return value;
        if (text.Length > 0)
            Problem(key, $"is \"{text}\"; it must be one of: {string.Join(", ", choices.Keys)}.");
        return choices.Values.First();
    }

    /// <param name="whole">True when a mapping that is laid over replaces the one below instead of merging with it.</param>
    public YamlMap? Map(string key, bool whole = false)
    {
        if (!Required(key))
            return null;
        if (Find(key) is YamlMappingNode map)
        {
            var below = whole ? null : Of(node, key) as YamlMappingNode;
            return below is null || ReferenceEquals(below, map) ? Child(map, Name(key)) : new(below, file, problems, Name(key) + ".", map);
        }

        Problem(key, "must be a mapping (lines of \"key: value\").");
        return null;
    }

    public bool IsMap(string key) => Find(key) is YamlMappingNode;

    /// <summary>Texts by name; a text may be empty.</summary>
    public IReadOnlyDictionary<string, string> NamedTexts(string key)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Has(key) || Map(key) is not { } map)
            return texts;
        foreach (var name in map.Keys)
        {
            map.known.Add(name);
            if (map.Find(name) is YamlScalarNode { Value: { } text })
                texts[name] = text.Trim();
            else
                map.Problem(name, "must be a text.");
        }

        return texts;
    }

    public YamlMap? OptionalMap(string key) => Has(key) ? Map(key) : null;

    public IReadOnlyList<YamlMap> Maps(string key)
    {
        var maps = new List<YamlMap>();
        foreach (var (item, name) in Items(key))
        {
            if (item is YamlMappingNode map)
                maps.Add(Child(map, name));
            else
                problems.Add(file, Line(item), $"{name} must be a mapping (lines of \"key: value\").");
        }

        return maps;
    }

    public IReadOnlyList<string> Texts(string key)
    {
        var texts = new List<string>();
        foreach (var (item, name) in Items(key))
        {
            if (item is not YamlScalarNode { Value: { } text } || string.IsNullOrWhiteSpace(text))
                problems.Add(file, Line(item), $"{name} must be a text that is not empty.");
            else if (texts.Contains(text.Trim(), StringComparer.Ordinal))
                problems.Add(file, Line(item), $"{name} repeats \"{text.Trim()}\".");
            else
                texts.Add(text.Trim());
        }

        return texts;
    }

    public LiquidTemplate Template(string key, TemplateCheck check) =>
        Text(key) is { Length: > 0 } text ? Template(text, Find(key)!, Name(key), check) : LiquidTemplate.Empty;

    public IReadOnlyList<LiquidTemplate> TemplateList(string key, TemplateCheck check) =>
        [.. Items(key).Select(i => Template((i.Item as YamlScalarNode)?.Value?.Trim() ?? "", i.Item, i.Name, check))];

    /// <summary>To be called last: every key that nobody asked for is a problem.</summary>
    public void RejectOtherKeys()
    {
        foreach (var key in node.Children.Keys.Concat(overlay?.Children.Keys ?? []))
        {
            if (key is not YamlScalarNode { Value: { } name } || !known.Contains(name))
                problems.Add(file, Line(key), $"{Name(key.ToString())} is not a known key; known here: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
        }
    }

    private LiquidTemplate Template(string text, YamlNode at, string name, TemplateCheck check)
    {
        var (template, fault) = check.Parse(text);
        if (fault is not null)
        {
            // The text of a block ("|") starts on the line after its key.
            var block = at is YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded };
            problems.Add(file, Line(at) + (block ? 1 : 0) + fault.LineOffset, $"{name} {fault.Message}");
        }

        return template;
    }

    private IEnumerable<(YamlNode Item, string Name)> Items(string key)
    {
        if (!Required(key))
            yield break;
        if (Find(key) is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            Problem(key, "must be a list with at least one entry.");
            yield break;
        }

        for (var i = 0; i < list.Children.Count; i++)
            yield return (list.Children[i], string.Create(CultureInfo.InvariantCulture, $"{Name(key)}[{i}]"));
    }

    private bool Required(string key)
    {
        if (Has(key))
            return true;
        problems.Add(file, Line(node), $"{Name(key)} is missing.");
        return false;
    }

    private YamlMap Child(YamlMappingNode map, string name) => new(map, file, problems, name + ".");

    private YamlNode? Find(string? key) =>
        key is null ? null : Of(overlay, key) is { } above ? (IsRemoval(above) ? null : above) : Of(node, key);

    private static YamlNode? Of(YamlMappingNode? map, string key) =>
        map is not null && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private static bool IsRemoval(YamlNode value) => value is YamlScalarNode { Style: ScalarStyle.Plain, Value: "~" or "null" or "" };

    private string Name(string key) => path + key;

    private static int Line(YamlNode at) => (int)Math.Max(1, at.Start.Line);
}
