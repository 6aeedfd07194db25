using System.Threading.Channels;
using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;

namespace MedHelm.Inference.Direct;

/// <summary>
/// Many questions over one stream. No more than <see cref="MostAtOnce"/> are open at a time, counted until their outcome is
/// written: a caller who does not read is not read from either.
/// </summary>
internal sealed class CompletionBatchStream(DirectCompletions direct) : IDisposable
{
    internal const int MostAtOnce = 256;
    private const int LongestId = 60;

    private readonly SemaphoreSlim open = new(MostAtOnce);
    private readonly Channel<CompleteBatchResponse> ready = Channel.CreateUnbounded<CompleteBatchResponse>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Answers until the caller has no more questions. The first question that is invalid or breaks ends the stream.</summary>
    public async Task RunAsync(IAsyncStreamReader<CompleteBatchRequest> requests, IAsyncStreamWriter<CompleteBatchResponse> responses, CancellationToken cancel)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reading = ReadAsync(requests, ending.Token);
        try
        {
            await foreach (var response in ready.Reader.ReadAllAsync(cancel))
            {
                await responses.WriteAsync(response, cancel);
                open.Release();
            }
        }
        finally
        {
            await ending.CancelAsync();
            await reading;
        }
    }

    public void Dispose() => open.Dispose();

    private async Task ReadAsync(IAsyncStreamReader<CompleteBatchRequest> requests, CancellationToken ending)
    {
        try
        {
            while (await requests.MoveNext(ending))
            {
                var (id, request) = (requests.Current.Id, requests.Current.Request ?? new CompleteRequest());
                var wanted = direct.Prepare(request, $"requests[{(id.Length <= LongestId ? id : id[..LongestId])}].");
                await open.WaitAsync(ending);
                _ = AnswerAsync(id, wanted, ending);
            }
            for (var i = 0; i < MostAtOnce; i++) await open.WaitAsync(ending);
            ready.Writer.TryComplete();
        }
        catch (Exception e)
        {
            // Thrown again where the outcomes are written, after those that are ready.
            ready.Writer.TryComplete(e);
        }
    }

    private async Task AnswerAsync(string id, WantedCompletion wanted, CancellationToken ending)
    {
        try
        {
            ready.Writer.TryWrite(new CompleteBatchResponse { Id = id, Outcome = await direct.CompleteAsync(wanted, ending) });
        }
        catch (Exception e)
        {
            ready.Writer.TryComplete(e);
        }
    }
}
