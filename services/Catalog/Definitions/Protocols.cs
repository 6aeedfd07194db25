namespace MedHelm.Catalog.Definitions;

/// <summary>The ways to run a benchmark.</summary>
public static class Protocols
{
    /// <summary>Repairs what is known to be wrong in HELM's way. The default.</summary>
    public const string Corrected = "corrected";

    /// <summary>Reproduces HELM's behaviour to the item, accidents included.</summary>
    public const string MedHelm = "medhelm";

    public static IReadOnlyList<string> All { get; } = [Corrected, MedHelm];

    /// <summary>An empty text means the default.</summary>
    public static string Named(string text) => text.Length == 0 ? Corrected : text;

    public static bool IsKnown(string text) => All.Contains(Named(text), StringComparer.Ordinal);
}
