using Google.Protobuf;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace MedHelm.ServiceDefaults.Bus;

/// <summary>One queue with the handler of its messages.</summary>
public sealed class BusEndpoint
{
    private readonly Action<IReceiveEndpointConfigurator, IServiceProvider> connect;

    private BusEndpoint(string queue, int concurrency, bool subscribes, Action<IReceiveEndpointConfigurator, IServiceProvider> connect)
    {
        Queue = queue;
        Concurrency = concurrency;
        Subscribes = subscribes;
        this.connect = connect;
    }

    /// <summary>Queue name, starting with the owning service's name.</summary>
    public string Queue { get; }

    /// <summary>Messages handled at once by one replica.</summary>
    public int Concurrency { get; }

    /// <summary>True when published events of the type arrive; false when only messages sent to the queue do.</summary>
    public bool Subscribes { get; }

    /// <summary>A queue that receives every published event of a type.</summary>
    public static BusEndpoint ForEvent<T, THandler>(string queue, int concurrency)
        where T : class, IMessage<T> where THandler : IMessageHandler<T> =>
        new(queue, concurrency, subscribes: true, (endpoint, services) => Connect<T, THandler>(endpoint, services));

    /// <summary>A queue that receives the commands sent to it.</summary>
    public static BusEndpoint ForCommand<T, THandler>(string queue, int concurrency)
        where T : class, IMessage<T> where THandler : IMessageHandler<T> =>
        new(queue, concurrency, subscribes: false, (endpoint, services) => Connect<T, THandler>(endpoint, services));

    internal void Apply(IReceiveEndpointConfigurator endpoint, IServiceProvider services)
    {
        endpoint.ConfigureConsumeTopology = Subscribes;
        endpoint.ConcurrentMessageLimit = Concurrency;
        endpoint.PrefetchCount = Concurrency * 2;
        // A fault is a JSON envelope of MassTransit's own; failed messages are found in the error queue instead.
        endpoint.PublishFaults = false;
        endpoint.UseMessageRetry(retry => retry.Exponential(10, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(15), TimeSpan.FromMilliseconds(400)));
        connect(endpoint, services);
    }

    // The handler is looked up when a message arrives: while the bus is being built, one that publishes cannot be made yet.
    private static void Connect<T, THandler>(IReceiveEndpointConfigurator endpoint, IServiceProvider services)
        where T : class, IMessage<T> where THandler : IMessageHandler<T> =>
        endpoint.Handler<T>(context => services.GetRequiredService<THandler>().HandleAsync(context.Message, context.CancellationToken));
}
