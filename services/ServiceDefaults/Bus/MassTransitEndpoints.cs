using System.Collections.Concurrent;
using MassTransit;

namespace MedHelm.ServiceDefaults.Bus;

internal sealed class MassTransitEndpoints(IBus bus, IServiceProvider services, IEnumerable<BusEndpoint> atStart) : IBusEndpoints
{
    private readonly ConcurrentDictionary<string, byte> queues = new(atStart.ToDictionary(endpoint => endpoint.Queue, _ => (byte)0, StringComparer.Ordinal), StringComparer.Ordinal);

    public async Task ConnectAsync(BusEndpoint endpoint, CancellationToken cancel)
    {
        if (!queues.TryAdd(endpoint.Queue, 0)) return;
        HostReceiveEndpointHandle? handle = null;
        try
        {
            handle = bus.ConnectReceiveEndpoint(endpoint.Queue, receive => BusRegistration.Declare(receive, endpoint, services));
            await handle.Ready.WaitAsync(cancel);
        }
        catch
        {
            queues.TryRemove(endpoint.Queue, out _);
            if (handle is not null) await handle.StopAsync(CancellationToken.None);
            throw;
        }
    }
}
