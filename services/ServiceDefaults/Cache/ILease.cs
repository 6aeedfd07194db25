namespace MedHelm.ServiceDefaults.Cache;

/// <summary>A held lease. Disposing it releases it, if it is still held.</summary>
public interface ILease : IAsyncDisposable
{
    /// <summary>Starts its time anew. False when it was lost meanwhile.</summary>
    Task<bool> RenewAsync(CancellationToken cancel);
}
