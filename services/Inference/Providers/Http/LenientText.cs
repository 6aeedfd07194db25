using System.Text.Json;
using System.Text.RegularExpressions;

namespace MedHelm.Inference.Providers.Http;

/// <summary>Texts of models, which may end in the middle of a character.</summary>
internal static partial class LenientText
{
    /// <summary>The text, with half a surrogate pair, as an answer cut at its limit may end in, replaced by U+FFFD.</summary>
    public static string Of(JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return JsonSerializer.Deserialize<string>(Half().Replace(text.GetRawText(), match => match.Groups["half"].Success ? "\\uFFFD" : match.Value)) ?? "";
        }
    }

    // A backslash that is escaped itself, a whole pair, or a half.
    [GeneratedRegex(@"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Half();
}
