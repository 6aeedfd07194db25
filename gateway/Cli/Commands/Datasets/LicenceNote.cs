namespace MedHelm.Cli.Commands.Datasets;

/// <summary>What the words of a licence note say about passing data on.</summary>
internal static class LicenceNote
{
    private static readonly string[] Unstated = ["not stated", "none stated", "none is stated", "no licence", "not published", "unknown"];
    private static readonly string[] Forbidden = ["not pass", "not be passed", "no redistribution", "not redistribute", "not be redistributed", "no sharing", "not share", "not be shared", "internal to"];

    /// <summary>Why the data is perhaps not to be passed on; null where the note has nothing against it.</summary>
    public static string? Objection(string licence) =>
        Has(licence, Forbidden) ? "its terms do not allow to pass it on" : Has(licence, Unstated) ? "its terms are not stated, at least in part" : null;

    private static bool Has(string licence, string[] phrases) => phrases.Any(p => licence.Contains(p, StringComparison.OrdinalIgnoreCase));
}
