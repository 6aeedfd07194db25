using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Checks;

/// <summary>What loading and rendering a benchmark's data under one protocol showed.</summary>
public sealed record BenchmarkCheck(BenchmarkDefinition Definition, DatasetFolder? Folder)
{
    /// <summary>Why the data cannot be used; null when it can.</summary>
    public string? Failure { get; init; }

    /// <summary>What can be used and still deserves a look.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Every instance, in file order, before sampling.</summary>
    public IReadOnlyList<DatasetInstance> Instances { get; init; } = [];

    public IReadOnlyList<SkippedRows> Skipped { get; init; } = [];

    public IReadOnlyList<LoadedAttachment> Attachments { get; init; } = [];

    /// <summary>Instances a run takes when it does not say how many: after the benchmark's own limit on each subset.</summary>
    public int Sampled { get; init; }

    /// <summary>Tokens of the shortest, the middle and the longest prompt, and of all of them (cl100k_base).</summary>
    public (int Shortest, int Median, int Longest, long Total) PromptTokens { get; init; }
}
