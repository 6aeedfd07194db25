namespace MedHelm.Scoring.Encoders.Http;

/// <summary>What the endpoint is asked.</summary>
/// <param name="Texts">The texts.</param>
internal sealed record EncodeRequest(IReadOnlyList<string> Texts);
