using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers;

/// <summary>A provider gave no answer. The message never repeats prompt, answer, or the provider's own words, which may quote them.</summary>
internal sealed class ProviderException(FailureReason reason, string message, bool passing = false) : Exception(message)
{
    public FailureReason Reason { get; } = reason;

    /// <summary>True when another attempt may succeed.</summary>
    public bool Passing { get; } = passing;

    /// <summary>True when the provider may have worked, and may bill it, without saying how much: the connection broke after the request was sent.</summary>
    public bool MaybeBilled { get; init; }

    /// <summary>How long the provider asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the attempt used nevertheless; it is billed.</summary>
    public Usage Usage { get; init; } = new();

    /// <summary>Attempts made; set by <see cref="Flow.FlowControl"/>.</summary>
    public int Attempts { get; init; }

    /// <summary>Time from asking to giving up, waiting included; set by <see cref="Flow.FlowControl"/>.</summary>
    public TimeSpan Latency { get; init; }
}
