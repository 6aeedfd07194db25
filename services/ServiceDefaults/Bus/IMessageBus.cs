using Google.Protobuf;

namespace MedHelm.ServiceDefaults.Bus;

/// <summary>Sends protobuf events. Delivery is at least once: receivers must be idempotent.</summary>
public interface IMessageBus
{
    /// <summary>
    /// False when messages under way are lost with the process (the in-memory bus), so that work under way must be
    /// asked for again after a start.
    /// </summary>
    bool SurvivesRestart { get; }

    /// <summary>Gives an event to every queue that handles its type. Returns once the broker has it.</summary>
    Task PublishAsync<T>(T message, CancellationToken cancel) where T : class, IMessage<T>;

    /// <summary>Gives a command to one queue. The queue exists once its owner has started.</summary>
    Task SendAsync<T>(string queue, T message, CancellationToken cancel) where T : class, IMessage<T>;
}
