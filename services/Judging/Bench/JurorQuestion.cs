using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Bench;

/// <summary>One thing that a juror is asked directly, outside any run.</summary>
/// <param name="Prompt">The rendered rubric.</param>
/// <param name="Rubric">How the reply is read.</param>
/// <param name="SampleIndex">Tells apart questions that are the same and must be answered anew.</param>
internal sealed record JurorQuestion(string Prompt, Rubric Rubric, int SampleIndex)
{
    /// <summary>The juror; its deployment is asked.</summary>
    public required Juror Juror { get; init; }

    /// <summary>Decoding settings.</summary>
    public required DecodingParameters Parameters { get; init; }

    /// <summary>Sensitivity of the prompt.</summary>
    public required DataTier DataTier { get; init; }

    /// <summary>Who pays.</summary>
    public required string Project { get; init; }
}
