using System.Text.RegularExpressions;

namespace MedHelm.Inference.Privacy;

/// <summary>What a project may be called.</summary>
internal static partial class ProjectName
{
    public const string Rule = "must be 1 to 63 of a-z, 0-9 and '-', starting with a letter.";

    public static bool IsValid(string project) => Pattern().IsMatch(project);

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pattern();
}
