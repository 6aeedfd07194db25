namespace MedHelm.Scoring.Statistics.Resampling;

/// <summary>Spreads resamples over threads in blocks. What a resample gives may depend on its number alone, never on its thread.</summary>
/// <param name="Threads">Most threads; -1 for as many as there are processors.</param>
/// <param name="Cancel">Gives up between blocks.</param>
internal sealed record ParallelWork(int Threads, CancellationToken Cancel)
{
    private const int Block = 128;

    internal ParallelOptions Options => new() { MaxDegreeOfParallelism = Threads, CancellationToken = Cancel };

    /// <param name="count">How many there are.</param>
    /// <param name="newSpace">Makes room for a thread.</param>
    /// <param name="body">Does one, in the room of its thread.</param>
    /// <param name="finish">Takes in what a thread has in its room; from several threads at once.</param>
    internal void ForEach<TSpace>(int count, Func<TSpace> newSpace, Action<int, TSpace> body, Action<TSpace>? finish = null)
    {
        Parallel.For(0, (count + Block - 1) / Block, Options, newSpace, (block, _, space) =>
        {
            for (var i = block * Block; i < Math.Min(count, (block + 1) * Block); i++) body(i, space);
            return space;
        }, space => finish?.Invoke(space));
    }

    /// <summary>Does each once, with no room of its own.</summary>
    internal void ForEach(int count, Action<int> body) =>
        Parallel.For(0, count, Options, body);
}
