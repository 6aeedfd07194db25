namespace MedHelm.ServiceDefaults.Bus;

/// <summary>Opens queues while the process runs; those known at the start are given to <see cref="BusRegistration.AddBusEndpoints"/>.</summary>
public interface IBusEndpoints
{
    /// <summary>Opens a queue and returns once its messages are handled. Does nothing where the process has it already.</summary>
    Task ConnectAsync(BusEndpoint endpoint, CancellationToken cancel);
}
