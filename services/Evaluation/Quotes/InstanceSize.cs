namespace MedHelm.Evaluation.Quotes;

/// <summary>How long the prompts of an instance are, in cl100k_base tokens.</summary>
/// <param name="Id">Instance within the benchmark.</param>
/// <param name="PromptDigest">Digest of the candidate's prompt.</param>
/// <param name="PromptTokens">Tokens of the candidate's prompt.</param>
/// <param name="RubricTokens">Tokens of the juror's prompt without the answer; 0 where no jury rates.</param>
/// <param name="Criteria">Criteria that a juror rates; 0 where no jury rates.</param>
internal sealed record InstanceSize(string Id, string PromptDigest, int PromptTokens, int RubricTokens, int Criteria);
