namespace MedHelm.Testing.Fakes;

/// <summary>How the fake provider behaves.</summary>
public sealed record FakeOpenAiOptions
{
    /// <summary>Address to listen on; null takes a free loopback port.</summary>
    public string? Url { get; init; }

    /// <summary>Wait before every answer. Default none.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The text of an answer. Default: <see cref="DefaultReplies"/>.</summary>
    public Func<ChatRequest, string> Reply { get; init; } = DefaultReplies.For;

    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    /// <summary>What a reply is billed at. Default nothing.</summary>
    public TokenPrice Price { get; init; } = TokenPrice.Free;

    /// <summary>False bills every reply, whatever its Idempotency-Key. Default true: each key once.</summary>
    public bool HonoursKeys { get; init; } = true;

    /// <summary>
    /// True goes on with a call whose caller has gone, and bills it, as providers do. Default false: the call ends where its
    /// caller leaves.
    /// </summary>
    public bool WorksForTheGone { get; init; }
}
