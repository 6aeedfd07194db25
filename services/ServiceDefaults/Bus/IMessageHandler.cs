using Google.Protobuf;

namespace MedHelm.ServiceDefaults.Bus;

/// <summary>
/// Acts on one message type. The message is acknowledged when the task completes and delivered again when it fails, so
/// every effect is an upsert under a natural key.
/// </summary>
public interface IMessageHandler<in T> where T : class, IMessage
{
    /// <summary>Handles one delivery.</summary>
    Task HandleAsync(T message, CancellationToken cancel);
}
