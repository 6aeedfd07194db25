namespace MedHelm.Evaluation.Catalog;

/// <summary>
/// Where the rows of a file are. For JSON: <paramref name="At"/> leads through properties, dot by dot, to the array or
/// object that holds them (null: the document itself); with <paramref name="Map"/> it is an object of rows by key, and
/// the key becomes the field of that name.
/// </summary>
public sealed record RowLayout(DatasetFormat Format, string? At = null, string? Map = null);
