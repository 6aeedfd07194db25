namespace MedHelm.Inference;

/// <summary>Settings of the service, from MEDHELM:INFERENCE (environment: MEDHELM__INFERENCE__CLAIMTIME and so on).</summary>
internal sealed record InferenceOptions
{
    /// <summary>How long a killed replica's question waits for the next to ask it. Longer than a pause of the process. Default 10 s.</summary>
    public TimeSpan ClaimTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After this time without its process, a call that nobody asks for again is booked at its worst case. Default 10 min.</summary>
    public TimeSpan AbandonedAfter { get; init; } = TimeSpan.FromMinutes(10);
}
