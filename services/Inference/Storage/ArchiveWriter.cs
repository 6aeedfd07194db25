using System.Data.Common;
using System.Threading.Channels;

namespace MedHelm.Inference.Storage;

/// <summary>
/// Stores each outcome as soon as it is there, together with whatever else arrived meanwhile: one transaction at a time,
/// never a wait for more. An answer counts as had only once it is stored.
/// </summary>
internal sealed partial class ArchiveWriter : IAsyncDisposable
{
    private const int MostAtOnce = 256;
    private const int Attempts = 30;

    private readonly Channel<(ArchiveEntry Entry, TaskCompletionSource Stored)> queue =
        Channel.CreateUnbounded<(ArchiveEntry, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CompletionArchive archive;
    private readonly TimeProvider clock;
    private readonly ILogger<ArchiveWriter> logger;
    private readonly Task writing;

    public ArchiveWriter(CompletionArchive archive, TimeProvider clock, ILogger<ArchiveWriter> logger)
    {
        this.archive = archive;
        this.clock = clock;
        this.logger = logger;
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Completes when the entry is stored; fails when it could not be.</summary>
    public async Task AddAsync(ArchiveEntry entry)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await queue.Writer.WriteAsync((entry, stored));
        await stored.Task;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writing;
    }

    private async Task WriteAsync()
    {
        var batch = new List<(ArchiveEntry Entry, TaskCompletionSource Stored)>(MostAtOnce);
        while (await queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostAtOnce && queue.Reader.TryRead(out var item)) batch.Add(item);
            try
            {
                await StoreAsync([.. batch.Select(item => item.Entry).OrderBy(e => e.Completion?.RequestDigest ?? e.ItemKey, StringComparer.Ordinal)]);
                foreach (var (_, stored) in batch) stored.SetResult();
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

    // These answers are paid for: no cancellation, and a database that is away gets a minute to come back.
    private async Task StoreAsync(IReadOnlyList<ArchiveEntry> entries)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await archive.AddAsync(entries, CancellationToken.None);
                return;
            }
            catch (DbException e) when (attempt < Attempts)
            {
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
