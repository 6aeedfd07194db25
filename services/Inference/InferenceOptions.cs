namespace MedHelm.Inference;

/// <summary>Settings of the service, from MEDHELM:INFERENCE (environment: MEDHELM__INFERENCE__CLAIMTIME and so on).</summary>
internal sealed record InferenceOptions
{
    /// <summary>How long a killed replica's question waits for the next to ask it. Longer than a pause of the process. Default 10 s.</summary>
    public TimeSpan ClaimTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After this time without its process, a call that nobody asks for again is booked at its worst case. Default 1 min.</summary>
    public TimeSpan AbandonedAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often batches are looked after. Default 2 s.</summary>
    public TimeSpan BatchLook { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an item waits for others to share its batch. Default 30 s.</summary>
    public TimeSpan BatchGatherTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most items in one batch; the provider's own limit holds as well. Default 5,000.</summary>
    public int BatchMostItems { get; init; } = 5000;

    /// <summary>Most bytes in one batch, which is in memory while it is sent. Default 50 MB.</summary>
    public long BatchMostBytes { get; init; } = 50_000_000;

    /// <summary>How long sending a batch may take. After this time a replica finds out whether one that was being sent has arrived. Default 10 min.</summary>
    public TimeSpan BatchSendTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>When a provider is first asked about a batch; each further time comes half as long again later. Default 15 s.</summary>
    public TimeSpan BatchFirstPoll { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time between two questions about a batch. Default 5 min.</summary>
    public TimeSpan BatchLongestPoll { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a provider may take to end a batch that it was told to stop. Default 15 min.</summary>
    public TimeSpan BatchStopTime { get; init; } = TimeSpan.FromMinutes(15);
}
