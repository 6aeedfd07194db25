namespace MedHelm.Judging.Answers;

/// <summary>An answer as it was put to a jury.</summary>
/// <param name="InstanceId">Instance within the benchmark.</param>
/// <param name="Words">Its length in words.</param>
/// <param name="PromptDigest">Digest of the jurors' prompt.</param>
internal sealed record AskedAnswer(string InstanceId, int Words, string PromptDigest);
