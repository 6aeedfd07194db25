namespace MedHelm.Inference.Providers.Http;

/// <summary>One HTTP exchange with a provider.</summary>
internal sealed record ProviderCall
{
    public required Uri Address { get; init; }

    /// <summary>JSON.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Puts credentials and versions on the message. May throw what <see cref="Deployments.ApiKeySource.Read"/> throws.</summary>
    public required Action<HttpRequestMessage> Prepare { get; init; }

    /// <summary>Sent as Idempotency-Key.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Reads an answer that came whole.</summary>
    public required Func<byte[], ProviderReply> Whole { get; init; }

    /// <summary>Reads an answer piece by piece; null where it was not asked for that way.</summary>
    public Func<Stream, CancellationToken, Task<ProviderReply>>? Streamed { get; init; }

    /// <summary>Content type of a streamed answer. A server that cannot stream answers with another.</summary>
    public string StreamType { get; init; } = "text/event-stream";

    /// <summary>Where an answer goes that was to be streamed and came whole.</summary>
    public Action<string>? OnText { get; init; }
}
