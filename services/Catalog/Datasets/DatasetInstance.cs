namespace MedHelm.Catalog.Datasets;

/// <summary>
/// One data point. For multiple choice the references are the options in letter order, exactly one of them correct
/// (none, where the definition allows that); else there is at most one reference, the gold answer.
/// </summary>
public sealed record DatasetInstance(string Id, string Input, IReadOnlyList<DatasetReference> References)
{
    /// <summary>Sub-run it belongs to; empty when the benchmark has none.</summary>
    public string Subset { get; init; } = "";

    /// <summary>What it shares with other instances that are not independent of it; empty where it is its own.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>What metrics need besides, by name, in the definition's order.</summary>
    public IReadOnlyList<(string Name, string Value)> Extra { get; init; } = [];

    /// <summary>What was cut of its long text; null when nothing was.</summary>
    public TextCut? Cut { get; init; }
}
