using System.Data.Common;
using System.Threading.Channels;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Inference.Storage;

/// <summary>
/// The books of this process: claims, answers, calls and money. Each entry is written as soon as it is there, together with
/// whatever else arrived meanwhile: one transaction at a time, never a wait for more.
/// </summary>
internal sealed partial class CallBook : IAsyncDisposable
{
    private const int MostAtOnce = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Channel<(BookEntry Entry, TaskCompletionSource<BookAnswer> Written)> queue =
        Channel.CreateUnbounded<(BookEntry, TaskCompletionSource<BookAnswer>)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Database database;
    private readonly TimeProvider clock;
    private readonly ILogger<CallBook> logger;
    private readonly Task writing;
    private volatile bool stuck;
    private volatile bool closing;

    public CallBook([FromKeyedServices(InferenceModule.Service)] Database database, TimeProvider clock, ILogger<CallBook> logger)
    {
        this.database = database;
        this.clock = clock;
        this.logger = logger;
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Completes when the entry is written. Paid answers are held until they are, however long the database is away.</summary>
    public async Task<BookAnswer> AddAsync(BookEntry entry)
    {
        var written = new TaskCompletionSource<BookAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        await queue.Writer.WriteAsync((entry, written));
        return await written.Task;
    }

    /// <summary>Throws while nothing can be written: no answer may be bought then.</summary>
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
        var batch = new List<(BookEntry Entry, TaskCompletionSource<BookAnswer> Written)>(MostAtOnce);
        while (await queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostAtOnce && queue.Reader.TryRead(out var item)) batch.Add(item);
            try
            {
                var answers = await StoreAsync([.. batch.Select(item => item.Entry)]);
                for (var i = 0; i < batch.Count; i++) batch[i].Written.SetResult(answers[i]);
            }
#pragma warning disable CA1031 // Whatever it is belongs to those who wait for the entry.
            catch (Exception e)
#pragma warning restore CA1031
            {
                foreach (var (_, written) in batch) written.SetException(e);
            }
            batch.Clear();
        }
    }

    private async Task<IReadOnlyList<BookAnswer>> StoreAsync(IReadOnlyList<BookEntry> entries)
    {
        var again = false;
        while (true)
        {
            try
            {
                var answers = await ApplyAsync(entries, again);
                stuck = false;
                return answers;
            }
            catch (DbException e) when (!closing)
            {
                stuck = true;
                // It may have been written all the same, with only the good news lost.
                again = true;
                Log.Retrying(logger, entries.Count, e.GetType().Name);
                await Task.Delay(Pause, clock);
            }
        }
    }

    private Task<IReadOnlyList<BookAnswer>> ApplyAsync(IReadOnlyList<BookEntry> entries, bool again) =>
        database.WriteAsync<IReadOnlyList<BookAnswer>>(async transaction =>
        {
            var store = new BookPageStore(transaction, CancellationToken.None);
            var page = await store.OpenAsync(entries, again);
            var answers = entries.Select(page.Apply).ToList();
            await store.WriteAsync(page);
            return answers;
        }, CancellationToken.None);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Count} entries of the books could not be written yet ({Cause}); trying again.", EventName = "BooksRetrying")]
        internal static partial void Retrying(ILogger logger, int count, string cause);
    }
}
