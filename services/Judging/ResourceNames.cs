using System.Text.RegularExpressions;

namespace MedHelm.Judging;

/// <summary>Names of things: "ratingSets/{id}", "reviews/{id}", "runs/{id}".</summary>
internal static partial class ResourceNames
{
    public const string RatingSets = "ratingSets/";
    public const string Reviews = "reviews/";
    public const string IdRule = "must be 4 to 63 of a-z, 0-9 and \"-\", starting with a letter.";

    public static bool IsId(string id) => Id().IsMatch(id);

    public static bool IsRun(string name) => Run().IsMatch(name);

    /// <summary>The id in a name of that kind; null when it is none.</summary>
    public static string? Parse(string prefix, string name) => name.StartsWith(prefix, StringComparison.Ordinal) && IsId(name[prefix.Length..]) ? name[prefix.Length..] : null;

    [GeneratedRegex(@"^[a-z][a-z0-9-]{3,62}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"^runs/[^/\s]+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Run();
}
