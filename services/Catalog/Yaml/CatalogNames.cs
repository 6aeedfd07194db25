using System.Text.RegularExpressions;

namespace MedHelm.Catalog.Yaml;

/// <summary>The shapes of names in catalog files.</summary>
internal static partial class CatalogNames
{
    public static bool IsBenchmarkId(string text) => BenchmarkId().IsMatch(text);

    public static bool IsSuiteId(string text) => SuiteId().IsMatch(text);

    /// <summary>A name as templates use it.</summary>
    public static bool IsVariable(string text) => Variable().IsMatch(text);

    public static bool IsSubset(string text) => Subset().IsMatch(text);

    public static bool IsTaskId(string text) => TaskId().IsMatch(text);

    public static bool IsSha256(string text) => Sha256().IsMatch(text);

    /// <summary>Relative, with "/" between parts, staying inside its folder on every operating system.</summary>
    public static bool IsRelativePath(string text) =>
        RelativePath().IsMatch(text) && !text.Split('/').Any(part => part is "." or "..");

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}\\z", RegexOptions.None, 1000)]
    private static partial Regex BenchmarkId();

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,62}\\z", RegexOptions.None, 1000)]
    private static partial Regex SuiteId();

    [GeneratedRegex("^[a-z][a-z0-9_]*\\z", RegexOptions.None, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,62}\\z", RegexOptions.None, 1000)]
    private static partial Regex Subset();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TaskId();

    [GeneratedRegex("^[0-9a-f]{64}\\z", RegexOptions.None, 1000)]
    private static partial Regex Sha256();

    [GeneratedRegex(@"^[^/\\:*?""<>|\x00-\x1f]+(/[^/\\:*?""<>|\x00-\x1f]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RelativePath();
}
