using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Costs;

/// <summary>One of the figures of a row of costs.</summary>
internal sealed record CostFigure(string Name, Func<CostRow, long> Get, Action<CostRow, long> Set)
{
    internal static IReadOnlyList<CostFigure> All { get; } =
    [
        new("instances", row => row.Instances, (row, value) => row.Instances = value),
        new("input_tokens", row => row.InputTokens, (row, value) => row.InputTokens = value),
        new("output_tokens", row => row.OutputTokens, (row, value) => row.OutputTokens = value),
        new("jury_input_tokens", row => row.JuryInputTokens, (row, value) => row.JuryInputTokens = value),
        new("jury_output_tokens", row => row.JuryOutputTokens, (row, value) => row.JuryOutputTokens = value),
        new("input_nano_usd", row => row.InputNanoUsd, (row, value) => row.InputNanoUsd = value),
        new("output_nano_usd", row => row.OutputNanoUsd, (row, value) => row.OutputNanoUsd = value),
        new("jury_input_nano_usd", row => row.JuryInputNanoUsd, (row, value) => row.JuryInputNanoUsd = value),
        new("jury_output_nano_usd", row => row.JuryOutputNanoUsd, (row, value) => row.JuryOutputNanoUsd = value),
    ];
}
