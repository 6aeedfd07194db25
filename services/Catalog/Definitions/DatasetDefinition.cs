namespace MedHelm.Catalog.Definitions;

/// <summary>The data of a benchmark: its files, how rows are read from them, and what is joined to each row.</summary>
public sealed record DatasetDefinition(RowLayout Layout, IReadOnlyList<DatasetFile> Files)
{
    public DatasetArchive? Archive { get; init; }

    /// <summary>Texts for templates.</summary>
    public IReadOnlyList<NamedFile> Texts { get; init; } = [];

    /// <summary>Files that metrics need.</summary>
    public IReadOnlyList<NamedFile> Attachments { get; init; } = [];

    internal IReadOnlyList<TableJoin> Joins { get; init; } = [];

    /// <summary>Of joined rows with the same value of this field only the first is kept; null keeps all.</summary>
    internal string? FirstOf { get; init; }

    /// <summary>Everything that has to be in the benchmark's folder, each path once; paths of joined files by row have "*" for what the row puts in.</summary>
    public IReadOnlyList<DatasetFile> EveryFile =>
    [
        .. Files
            .Concat(Joins.Select(j => new DatasetFile(j.Pattern, j.Url, j.ExpectedSha256)))
            .Concat(Texts.Concat(Attachments).Select(f => new DatasetFile(f.Path, f.Url, f.ExpectedSha256)))
            .DistinctBy(f => f.Path, StringComparer.Ordinal),
    ];
}
