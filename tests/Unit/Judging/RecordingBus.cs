using Google.Protobuf;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Tests.Unit.Judging;

/// <summary>A bus that keeps what it is given; it can be told to fail.</summary>
internal sealed class RecordingBus : IMessageBus
{
    public List<(string Queue, IMessage Message)> Sent { get; } = [];

    public List<IMessage> Published { get; } = [];

    public bool Down { get; set; }

    public bool SurvivesRestart => false;

    public Task PublishAsync<T>(T message, CancellationToken cancel) where T : class, IMessage<T>
    {
        if (Down) throw new TimeoutException("The broker does not answer.");
        lock (Published) Published.Add(message.Clone());
        return Task.CompletedTask;
    }

    public Task SendAsync<T>(string queue, T message, CancellationToken cancel) where T : class, IMessage<T>
    {
        if (Down) throw new TimeoutException("The broker does not answer.");
        lock (Sent) Sent.Add((queue, message.Clone()));
        return Task.CompletedTask;
    }
}
