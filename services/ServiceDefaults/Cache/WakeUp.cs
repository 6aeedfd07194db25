namespace MedHelm.ServiceDefaults.Cache;

/// <summary>One listener; disposing it ends the listening.</summary>
public sealed class WakeUp : IDisposable
{
    private readonly WakeUpBoard board;
    private readonly string key;
    private readonly TaskCompletionSource raised = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal WakeUp(WakeUpBoard board, string key) => (this.board, this.key) = (board, key);

    /// <summary>True when it was woken, false when the time is up.</summary>
    public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancel)
    {
        try
        {
            await raised.Task.WaitAsync(atMost, clock, cancel);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Ends the listening.</summary>
    public void Dispose() => board.Remove(key, this);

    internal void Raise() => raised.TrySetResult();
}
