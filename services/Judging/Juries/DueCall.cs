using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Juries;

/// <summary>A call that is to be made now.</summary>
/// <param name="Call">Whom to ask.</param>
/// <param name="InstanceId">About which answer.</param>
/// <param name="PromptDigest">What to ask; the prompt is stored.</param>
/// <param name="Rubric">The rubric as it applies to the instance.</param>
internal sealed record DueCall(JurorCall Call, string InstanceId, string PromptDigest, Rubric Rubric);
