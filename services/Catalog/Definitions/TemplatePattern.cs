using System.Text.RegularExpressions;

namespace MedHelm.Catalog.Definitions;

/// <summary>The file pattern of a path template: "*" for what a row puts in.</summary>
internal static partial class TemplatePattern
{
    public static string Of(string path) => Placeholder().Replace(path, "*");

    [GeneratedRegex(@"\{\{[^}]*\}\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();
}
