using MedHelm.Cli.Commands;

namespace MedHelm.Cli.Doctor;

/// <summary>The environment variables that concern MedHELM and its connections, with secrets masked.</summary>
internal static class ResolvedSettings
{
    private static readonly string[] Prefixes = ["MEDHELM_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "OTEL_", "NO_COLOR"];
    private static readonly string[] SecretWords = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "PWD", "CREDENTIAL", "CONNECTION", "HEADERS"];

    public static IReadOnlyList<KeyValuePair<string, string>> Of(CommandHost host) =>
    [
        .. host.Variables
            .Where(v => Prefixes.Any(p => v.Key.StartsWith(p, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(v => v.Key, StringComparer.Ordinal)
            .Select(v => KeyValuePair.Create(v.Key, Mask(v.Key, v.Value))),
    ];

    public static string Mask(string name, string value)
    {
        if (value.Length == 0)
            return "(empty)";
        if (SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return "***";
        return MaskUserInfo(value);
    }

    private static string MaskUserInfo(string value)
    {
        var scheme = value.IndexOf("://", StringComparison.Ordinal);
        var at = value.LastIndexOf('@');
        return scheme >= 0 && at > scheme ? $"{value[..(scheme + 3)]}***{value[at..]}" : value;
    }
}
