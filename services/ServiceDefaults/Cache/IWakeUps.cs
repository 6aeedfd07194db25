namespace MedHelm.ServiceDefaults.Cache;

/// <summary>
/// Tells waiters in all replicas of a service that what they wait for has happened. A hint only: it may get lost, so whoever
/// waits looks again after a while all the same.
/// </summary>
public interface IWakeUps
{
    /// <summary>Starts listening. Listen first, then look, then wait: so nothing falls between.</summary>
    WakeUp Listen(string key);

    /// <summary>Wakes whoever listens for the key, here at once, elsewhere a moment later. Never waits and never fails.</summary>
    void Raise(string key);
}
