using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics.Standings;

namespace MedHelm.Scoring;

/// <summary>
/// Lets computations have their turn one after the other, so that several callers do not share memory and wait no longer in sum. Those
/// that may take long wait among themselves, so that leaderboards never wait for them.
/// </summary>
internal sealed class HeavyWork : IDisposable
{
    private readonly SemaphoreSlim quick = new(1);
    private readonly SemaphoreSlim large = new(1);

    /// <param name="isLarge">Whether it may take more than a few seconds.</param>
    /// <param name="compute">What is to be done.</param>
    /// <param name="cancel">Gives up.</param>
    internal async Task<T> RunAsync<T>(bool isLarge, Func<ParallelWork, T> compute, CancellationToken cancel)
    {
        var turn = isLarge ? large : quick;
        await turn.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => compute(new ParallelWork(Environment.ProcessorCount, cancel)), cancel);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        quick.Dispose();
        large.Dispose();
    }
}
