using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference.Direct;

/// <summary>The ranges of decoding settings. A number that is none is in no range.</summary>
internal sealed class ParameterCheck(Violations violations, string at)
{
    private const int MostStops = 16;
    private const int LongestStop = 1000;
    private const int LongestEffort = 32;
    private const int MostTokens = 10_000_000;

    public void Check(DecodingParameters parameters)
    {
        Require(!parameters.HasTemperature || parameters.Temperature is >= 0 and <= 2, "temperature", "must be from 0 to 2.");
        Require(parameters.MaxOutputTokens is >= 0 and <= MostTokens, "max_output_tokens", "must be from 0 to 10,000,000.");
        Require(!parameters.HasTopP || parameters.TopP is > 0 and <= 1, "top_p", "must be above 0 and at most 1.");
        Require(!parameters.HasTopK || parameters.TopK >= 1, "top_k", "must be 1 or more.");
        Require(!parameters.HasPresencePenalty || parameters.PresencePenalty is >= -2 and <= 2, "presence_penalty", "must be from -2 to 2.");
        Require(!parameters.HasFrequencyPenalty || parameters.FrequencyPenalty is >= -2 and <= 2, "frequency_penalty", "must be from -2 to 2.");
        Require(parameters.ReasoningEffort.Length <= LongestEffort, "reasoning_effort", "must have at most 32 characters.");
        Require(parameters.Stop.Count <= MostStops, "stop", "must be at most 16 texts.");
        foreach (var stop in parameters.Stop) Require(stop.Length is > 0 and <= LongestStop, "stop", "each must have 1 to 1000 characters.");
    }

    private void Require(bool condition, string field, string message)
    {
        // The name is put together only when it is needed.
        if (!condition) violations.Add(at + field, message);
    }
}
