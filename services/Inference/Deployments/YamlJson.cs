using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MedHelm.Inference.Deployments;

/// <summary>Writes YAML as canonical JSON: names in order, quoted scalars as texts, plain ones by what they look like.</summary>
internal static class YamlJson
{
    /// <summary>The fields of an object, without its braces.</summary>
    public static string Fields(YamlMappingNode map, Action<YamlNode, string> problem)
    {
        foreach (var key in map.Children.Keys)
            if (key is not YamlScalarNode) problem(key, "a key must be a single value.");
        return string.Join(',', map.Children
            .Where(pair => pair.Key is YamlScalarNode)
            .Select(pair => (Name: ((YamlScalarNode)pair.Key).Value ?? "", pair.Value))
            .OrderBy(field => field.Name, StringComparer.Ordinal)
            .Select(field => $"{JsonSerializer.Serialize(field.Name)}:{Value(field.Value, problem)}"));
    }

    private static string Value(YamlNode node, Action<YamlNode, string> problem) => node switch
    {
        YamlMappingNode map => "{" + Fields(map, problem) + "}",
        YamlSequenceNode list => "[" + string.Join(',', list.Select(item => Value(item, problem))) + "]",
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain, problem),
        _ => JsonSerializer.Serialize(((YamlScalarNode)node).Value ?? ""),
    };

    private static string Plain(YamlScalarNode scalar, Action<YamlNode, string> problem)
    {
        var text = scalar.Value ?? "";
        switch (text)
        {
            case "true" or "True" or "TRUE": return "true";
            case "false" or "False" or "FALSE": return "false";
            case "" or "~" or "null" or "Null" or "NULL": return "null";
        }
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return whole.ToString(CultureInfo.InvariantCulture);
        var infinite = text.TrimStart('+', '-').ToUpperInvariant() is ".INF" or ".NAN";
        if (!infinite && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) return JsonSerializer.Serialize(text);
        if (!infinite && double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) is var number && double.IsFinite(number))
            return number.ToString("R", CultureInfo.InvariantCulture);
        problem(scalar, $"'{text}' is no number that JSON can hold; quote it if it is a text.");
        return "null";
    }
}
