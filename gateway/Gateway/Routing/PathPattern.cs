using System.Globalization;
using System.Text.RegularExpressions;

namespace MedHelm.Gateway.Routing;

/// <summary>Turns a path template of google.api.http into a route pattern of ASP.NET Core that matches the same paths.</summary>
internal static partial class PathPattern
{
    /// <summary>"/v1/{run=runs/*}/plan" becomes "/v1/runs/{s2}/plan".</summary>
    /// <exception cref="FormatException">The template has a "**" that is not its end, which no route pattern can say.</exception>
    public static string FromTemplate(string template)
    {
        // What a variable is called does not matter for routing, only which segments it stands for.
        var path = Variable().Replace(template, match => match.Groups["segments"] is { Success: true } segments ? segments.Value : "*");
        var verb = path.IndexOf(':', path.LastIndexOf('/') + 1) is var colon and >= 0 ? path[colon..] : "";
        var parts = path[..^verb.Length].Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] == "**" && (i < parts.Length - 1 || verb.Length > 0))
                throw new FormatException($"The path template '{template}' has ** before its end; the gateway cannot route that.");
            parts[i] = parts[i] switch
            {
                "*" => string.Create(CultureInfo.InvariantCulture, $"{{s{i}}}"),
                "**" => string.Create(CultureInfo.InvariantCulture, $"{{**s{i}}}"),
                var literal => literal,
            };
        }
        return string.Join('/', parts) + verb;
    }

    [GeneratedRegex(@"\{[^=}]+(=(?<segments>[^}]+))?\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
