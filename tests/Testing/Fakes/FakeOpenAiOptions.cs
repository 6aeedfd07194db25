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
}
