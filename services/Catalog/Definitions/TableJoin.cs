using MedHelm.Catalog.Templates;

namespace MedHelm.Catalog.Definitions;

/// <summary>A table, or a file for each row, whose rows are joined to each row under a name.</summary>
internal sealed record TableJoin(string As, string Path, RowLayout Layout)
{
    public string? Url { get; init; }

    public string? ExpectedSha256 { get; init; }

    /// <summary>Null when each row has a file of its own, which <see cref="PathTemplate"/> names.</summary>
    public JoinKey? On { get; init; }

    public LiquidTemplate? PathTemplate { get; init; }

    public JoinKeeps Keep { get; init; }

    /// <summary>Of a list, only entries whose field is not greater than the row's value.</summary>
    public JoinKey? Until { get; init; }

    /// <summary>Of a list, this field of each entry instead of the entry.</summary>
    public string? Take { get; init; }

    public string? OrderBy { get; init; }

    public string Pattern => PathTemplate is null ? Path : TemplatePattern.Of(Path);
}
