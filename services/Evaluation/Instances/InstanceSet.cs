namespace MedHelm.Evaluation.Instances;

/// <summary>A stored selection of instances, with what is known of the data it came from.</summary>
/// <param name="Digest">Names the set: lower-case hex SHA-256 of its instances with prompts and references.</param>
/// <param name="Count">Instances in it.</param>
/// <param name="DatasetSha256">Digest of the data files.</param>
/// <param name="SkippedRows">Rows of the data that the benchmark's rules skipped.</param>
internal sealed record InstanceSet(string Digest, int Count, string DatasetSha256, int SkippedRows);
