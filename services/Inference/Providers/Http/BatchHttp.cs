using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.Providers.Http;

/// <summary>What the batch APIs need of HTTP: a JSON object back, or lines of them. Each exchange has an end of its own.</summary>
internal sealed class BatchHttp(ProviderHttp http, TimeProvider clock)
{
    // Far more than a whole batch takes to be sent or read at a slow connection.
    private static readonly TimeSpan LongestTransfer = TimeSpan.FromMinutes(30);
    private const long MaxResultBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>Sends a small message and reads the object that comes back.</summary>
    /// <exception cref="ProviderException">It failed.</exception>
    public Task<T> AskAsync<T>(DeploymentDefinition deployment, HttpRequestMessage message, Func<JsonElement, T> read, CancellationToken cancel) =>
        ObjectAsync(message, read, deployment.Timeout, cancel);

    /// <summary>Sends a whole batch and reads the object that comes back.</summary>
    /// <exception cref="ProviderException">It failed.</exception>
    public Task<T> UploadAsync<T>(HttpRequestMessage message, Func<JsonElement, T> read, CancellationToken cancel) => ObjectAsync(message, read, LongestTransfer, cancel);

    /// <summary>Reads a file of lines, each a JSON object.</summary>
    /// <exception cref="ProviderException">It failed; what was handed over before stays so.</exception>
    public async Task ReadLinesAsync(HttpRequestMessage message, Func<ReadOnlyMemory<byte>, Task> take, CancellationToken cancel)
    {
        using var timer = new CancellationTokenSource(LongestTransfer, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancel);
        await TimedAsync(() => http.ExchangeAsync(message, async (_, stream) =>
        {
            var reader = PipeReader.Create(new LimitedStream(stream, ProviderHttp.MaxReplyBytes, MaxResultBytes));
            while (true)
            {
                var read = await reader.ReadAsync(limit.Token);
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    await LineAsync(rest.Slice(0, end));
                    rest = rest.Slice(rest.GetPosition(1, end));
                }
                if (read.IsCompleted)
                {
                    await LineAsync(rest);
                    return true;
                }
                reader.AdvanceTo(rest.Start, rest.End);
            }
        }, limit.Token), cancel);

        async Task LineAsync(ReadOnlySequence<byte> line)
        {
            if (!line.IsEmpty) await take(line.ToArray());
        }
    }

    private async Task<T> ObjectAsync<T>(HttpRequestMessage message, Func<JsonElement, T> read, TimeSpan time, CancellationToken cancel)
    {
        using var timer = new CancellationTokenSource(time, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancel);
        return await TimedAsync(
            () => http.ExchangeAsync(message, async (_, stream) => ReplyJson.Read(await ProviderHttp.WholeAsync(stream, limit.Token), read), limit.Token), cancel);
    }

    private static async Task<T> TimedAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ProviderException(FailureReason.Timeout, "The provider's batch API did not answer in time.", passing: true) { MaybeBilled = true };
        }
    }
}
