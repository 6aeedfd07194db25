using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Evaluation.Instances;

/// <summary>A stored selection of instances, with what is known of the data it came from.</summary>
/// <param name="Digest">Names the set: lower-case hex SHA-256 of its instances with prompts and references.</param>
/// <param name="Count">Instances in it.</param>
/// <param name="DatasetSha256">Digest of the data files.</param>
/// <param name="SkippedRows">Rows of the data that the benchmark's rules skipped.</param>
internal sealed record InstanceSet(string Digest, int Count, string DatasetSha256, int SkippedRows)
{
    /// <summary>Which data it came from.</summary>
    public required DatasetChoice Data { get; init; }

    /// <summary>Instances whose long text was cut.</summary>
    public required int CutInstances { get; init; }

    /// <summary>Sub-runs in order; empty where the benchmark has none.</summary>
    public required IReadOnlyList<Subset> Subsets { get; init; }

    /// <summary>Clusters that the instances fall into; 0 where no instance names one.</summary>
    public required int Clusters { get; init; }

    /// <summary>Files that metrics need.</summary>
    public required IReadOnlyList<Attachment> Attachments { get; init; }
}
