namespace MedHelm.Catalog.Definitions;

/// <summary>Where the rows of a file are.</summary>
public sealed record RowLayout(DatasetFormat Format)
{
    /// <summary>
    /// JSON: leads through properties, dot by dot, to the array or object that holds the rows (null: the document itself).
    /// XML: name of the elements that are rows (null: the document's root is the one row).
    /// </summary>
    public string? At { get; init; }

    /// <summary>JSON: the rows are an object by key, and the key becomes the field of this name.</summary>
    public string? Map { get; init; }

    /// <summary>JSON: a list inside each row; every entry of it becomes a row, with the outer row as "parent".</summary>
    public string? Each { get; init; }

    /// <summary>Word: a regular expression; a row begins at each paragraph that it matches.</summary>
    public string? Start { get; init; }

    /// <summary>Word: a regular expression; the row ends before a paragraph that it matches (null: before the next row).</summary>
    public string? End { get; init; }

    /// <summary>SQLite: the query whose result the rows are.</summary>
    public string? Query { get; init; }

    /// <summary>XML: names of elements that are lists even where there is only one of them.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>Lines: the column of each file.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Of text formats: utf-8, windows-1252, iso-8859-1 or utf-16. A byte order mark wins.</summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>CSV: the character between values.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>CSV, TSV and JSON Lines: rows that break the format are reported and left out rather than refused.</summary>
    public bool SkipMalformed { get; init; }
}
