namespace MedHelm.Catalog.Definitions;

/// <summary>One of the instances that a row becomes: its sub-run, and texts for templates.</summary>
internal sealed record RowVariant(string Subset, IReadOnlyDictionary<string, string> With)
{
    public static readonly RowVariant Only = new("", new Dictionary<string, string>(StringComparer.Ordinal));
}
