using System.Text.RegularExpressions;

namespace MedHelm.Contracts;

/// <summary>What a project may be called, in every service.</summary>
public static partial class ProjectName
{
    /// <summary>The project that pays where none is named.</summary>
    public const string Default = "default";

    /// <summary>What is wanted, for messages.</summary>
    public const string Rule = "must be 1 to 63 of a-z, 0-9 and '-', starting with a letter.";

    /// <summary>True for a name of that form.</summary>
    public static bool IsValid(string project) => Pattern().IsMatch(project);

    /// <summary>The name, or the default for none.</summary>
    public static string OrDefault(string project) => project.Length > 0 ? project : Default;

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pattern();
}
