namespace MedHelm.ServiceDefaults.Cache;

/// <summary>
/// Values and leases shared by all replicas of a service. A value may vanish at any time, so whatever must not be lost
/// is in a database behind it.
/// </summary>
public interface ISharedCache
{
    /// <summary>Values in the order of the keys; null where there is none.</summary>
    Task<IReadOnlyList<byte[]?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancel);

    /// <summary>Stores values, each for the given time at most.</summary>
    Task SetManyAsync(IReadOnlyList<KeyValuePair<string, byte[]>> entries, TimeSpan keepFor, CancellationToken cancel);

    /// <summary>
    /// Takes a lease nobody else can hold until it is released or its time is up; null when somebody holds it.
    /// </summary>
    Task<ILease?> TryLeaseAsync(string key, TimeSpan time, CancellationToken cancel);

    /// <summary>Throws when the cache cannot be reached.</summary>
    Task CheckAsync(CancellationToken cancel);
}
