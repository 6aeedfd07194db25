namespace MedHelm.Catalog.Datasets;

/// <summary>Rows that one rule left out.</summary>
/// <param name="Because">The rule's reason.</param>
/// <param name="Count">How many.</param>
/// <param name="Where">The first few, by file and position.</param>
public sealed record SkippedRows(string Because, int Count, IReadOnlyList<string> Where);
