using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Deployments;

/// <summary>Decoding settings that a deployment insists on, such as the larger output limit of a reasoning model.</summary>
internal sealed record ParameterOverrides
{
    public double? Temperature { get; init; }

    /// <summary>True for models that refuse a temperature.</summary>
    public bool OmitTemperature { get; init; }

    public int? MaxOutputTokens { get; init; }

    public double? TopP { get; init; }

    public DecodingParameters ApplyTo(DecodingParameters? requested)
    {
        var effective = requested?.Clone() ?? new DecodingParameters();
        if (Temperature is { } temperature) effective.Temperature = temperature;
        if (OmitTemperature) effective.ClearTemperature();
        if (MaxOutputTokens is { } limit) effective.MaxOutputTokens = limit;
        if (TopP is { } topP) effective.TopP = topP;
        return effective;
    }
}
