using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace MedHelm.Judging.Judgements;

/// <summary>Identifiers of judgements: those callers choose and those the service makes.</summary>
internal static partial class JudgementIds
{
    private const string Prefix = "judgements/";

    /// <summary>True for 4 to 63 of a-z, 0-9 and "-", starting with a letter.</summary>
    public static bool IsValid(string id) => Pattern().IsMatch(id);

    /// <summary>A new id that sorts by time and does not meet another.</summary>
    public static string New(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"j{now.UtcDateTime:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}");

    /// <summary>The resource name of an id.</summary>
    public static string Name(string id) => Prefix + id;

    /// <summary>The id in a resource name; null when it is none.</summary>
    public static string? Parse(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && IsValid(name[Prefix.Length..]) ? name[Prefix.Length..] : null;

    [GeneratedRegex(@"^[a-z][a-z0-9-]{3,62}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pattern();
}
