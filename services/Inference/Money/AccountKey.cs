using System.Globalization;

namespace MedHelm.Inference.Money;

/// <summary>An account: a budget's name, and the month for a monthly one ("2026-11"), else empty.</summary>
internal readonly record struct AccountKey(string Name, string Month)
{
    public const string Installation = "installation";
    private const string Monthly = "/monthly";

    /// <summary>Every account that a call counts in, the narrowest first.</summary>
    public static IReadOnlyList<AccountKey> Covering(string run, string project, string month) =>
    [
        .. run.Length > 0 ? [new AccountKey(run, "")] : Array.Empty<AccountKey>(),
        new("projects/" + project, ""),
        new("projects/" + project + Monthly, month),
        new(Installation, ""),
        new(Installation + Monthly, month),
    ];

    /// <summary>The month a call is counted in: the one in which it is sent, UTC.</summary>
    public static string MonthOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
