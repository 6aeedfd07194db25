namespace MedHelm.Testing.Fakes;

/// <summary>A batch at the fake provider.</summary>
public sealed class FakeBatch(string id, string? job, string? key, IReadOnlyList<(string CustomId, ChatRequest Request)> requests)
{
    public string Id { get; } = id;

    /// <summary>The client's name for it in the metadata, where the API has them.</summary>
    public string? Job { get; } = job;

    /// <summary>The Idempotency-Key it came with.</summary>
    public string? Key { get; } = key;

    public IReadOnlyList<(string CustomId, ChatRequest Request)> Requests { get; } = requests;

    public bool Cancelled { get; internal set; }

    /// <summary>How each request ended; null while the batch is under way.</summary>
    public IReadOnlyList<FakeBatchEnd>? Ends { get; internal set; }

    internal int Asks { get; set; }
}
