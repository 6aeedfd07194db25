using Google.Protobuf;
using MassTransit;

namespace MedHelm.ServiceDefaults.Bus;

internal sealed class MassTransitBus(IBus bus, Settings settings) : IMessageBus
{
    public bool SurvivesRestart { get; } = settings.Bus.Scheme != "memory";

    public Task PublishAsync<T>(T message, CancellationToken cancel) where T : class, IMessage<T> =>
        bus.Publish(message, cancel);

    public async Task SendAsync<T>(string queue, T message, CancellationToken cancel) where T : class, IMessage<T>
    {
        // The exchange, not the queue: addressing the queue would declare it with other arguments than its owner's.
        var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{queue}"));
        await endpoint.Send(message, cancel);
    }
}
