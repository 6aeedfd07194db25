namespace MedHelm.ServiceDefaults.Cache;

/// <summary>The listeners of this process: all there is when the system is one process.</summary>
internal sealed class WakeUpBoard : IWakeUps
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<WakeUp>> listeners = new(StringComparer.Ordinal);

    public WakeUp Listen(string key)
    {
        var listener = new WakeUp(this, key);
        lock (gate)
        {
            if (!listeners.TryGetValue(key, out var list)) listeners[key] = list = [];
            list.Add(listener);
        }
        return listener;
    }

    public void Raise(string key)
    {
        WakeUp[] woken;
        lock (gate)
        {
            if (!listeners.TryGetValue(key, out var list)) return;
            woken = [.. list];
        }
        foreach (var listener in woken) listener.Raise();
    }

    internal void Remove(string key, WakeUp listener)
    {
        lock (gate)
        {
            if (!listeners.TryGetValue(key, out var list)) return;
            list.Remove(listener);
            if (list.Count == 0) listeners.Remove(key);
        }
    }
}
