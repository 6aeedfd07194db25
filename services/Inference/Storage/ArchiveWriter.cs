using System.Data.Common;
using System.Threading.Channels;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Storage;

/// <summary>
/// Stores each outcome as soon as it is there, together with whatever else arrived meanwhile: one transaction at a time,
/// never a wait for more. An answer counts as had only once it is stored.
/// </summary>
internal sealed partial class ArchiveWriter : IAsyncDisposable
{
    private const int MostAtOnce = 256;

    private readonly Channel<(ArchiveEntry Entry, TaskCompletionSource<ArchivedCompletion?> Stored)> queue =
        Channel.CreateUnbounded<(ArchiveEntry, TaskCompletionSource<ArchivedCompletion?>)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CompletionArchive archive;
    private readonly TimeProvider clock;
    private readonly ILogger<ArchiveWriter> logger;
    private readonly Task writing;
    private volatile bool stuck;
    private volatile bool closing;

    public ArchiveWriter(CompletionArchive archive, TimeProvider clock, ILogger<ArchiveWriter> logger)
    {
        this.archive = archive;
        this.clock = clock;
        this.logger = logger;
        writing = Task.Run(WriteAsync);
    }

    /// <summary>
    /// Completes when the entry is stored, with the answer that stands in the archive for it: an earlier one where the same
    /// question was answered meanwhile.
    /// </summary>
    public async Task<ArchivedCompletion?> AddAsync(ArchiveEntry entry)
    {
        var stored = new TaskCompletionSource<ArchivedCompletion?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await queue.Writer.WriteAsync((entry, stored));
        return await stored.Task;
    }

    /// <summary>Throws while answers cannot be stored: no more may be bought then.</summary>
    public void ThrowIfStuck()
    {
        if (stuck) throw new TimeoutException("Paid answers cannot be stored at the moment (is the disk full, or the database away?); no further ones are bought until they can.");
    }

    public async ValueTask DisposeAsync()
    {
        closing = true;
        queue.Writer.TryComplete();
        await writing;
    }

    private async Task WriteAsync()
    {
        var batch = new List<(ArchiveEntry Entry, TaskCompletionSource<ArchivedCompletion?> Stored)>(MostAtOnce);
        while (await queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostAtOnce && queue.Reader.TryRead(out var item)) batch.Add(item);
            try
            {
                var earlier = await StoreAsync([.. batch.Select(item => item.Entry).OrderBy(e => e.Completion?.RequestDigest ?? e.ItemKey, StringComparer.Ordinal)]);
                foreach (var (entry, stored) in batch)
                    stored.SetResult(entry.Completion is null ? null : earlier.GetValueOrDefault(entry.Completion.RequestDigest) ?? entry.Completion);
            }
#pragma warning disable CA1031 // Whatever it is belongs to those who wait for the entry.
            catch (Exception e)
#pragma warning restore CA1031
            {
                foreach (var (_, stored) in batch) stored.SetException(e);
            }
            batch.Clear();
        }
    }

    // These answers are paid for: they are held until they are stored, however long the database is away.
    private async Task<IReadOnlyDictionary<string, ArchivedCompletion>> StoreAsync(IReadOnlyList<ArchiveEntry> entries)
    {
        while (true)
        {
            try
            {
                var earlier = await archive.AddAsync(entries, CancellationToken.None);
                stuck = false;
                return earlier;
            }
            catch (DbException e) when (!closing)
            {
                stuck = true;
                Log.Retrying(logger, entries.Count, e.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(2), clock);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Count} paid answers could not be stored yet ({Cause}); trying again.", EventName = "ArchiveRetrying")]
        internal static partial void Retrying(ILogger logger, int count, string cause);
    }
}
