using System.Buffers;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Anthropic;

/// <summary>Anthropic's batches of messages.</summary>
internal sealed class AnthropicBatches(BatchHttp http) : IBatchProvider
{
    public string Name => "anthropic";

    public int MostLines => 100_000;

    public long MostBytes => 256 * 1000 * 1000;

    public bool CanFind => false;

    public bool Serves(DeploymentDefinition deployment) => true;

    public byte[] WriteLine(ProviderRequest request)
    {
        var line = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("custom_id", request.RequestDigest);
            json.WritePropertyName("params");
            json.WriteRawValue(AnthropicBody.Write(request, stream: false));
            json.WriteEndObject();
        }
        return line.WrittenSpan.ToArray();
    }

    public Task<string> SubmitAsync(DeploymentDefinition deployment, string job, IReadOnlyList<byte[]> lines, CancellationToken cancel)
    {
        var message = Message(deployment, HttpMethod.Post, "messages/batches");
        message.Headers.Add("Idempotency-Key", job);
        message.Content = new BatchLines("{\"requests\":["u8.ToArray(), lines, ","u8.ToArray(), "]}"u8.ToArray(), "application/json");
        return http.UploadAsync(message, reply => ReplyJson.Text(reply, "id") is { Length: > 0 } id ? id : throw ReplyJson.Unreadable("The provider's reply has no id."), cancel);
    }

    // A batch carries no name of ours that a list would show.
    public Task<string?> FindAsync(DeploymentDefinition deployment, string job, CancellationToken cancel) => Task.FromResult<string?>(null);

    public Task<BatchStatus> StatusAsync(DeploymentDefinition deployment, string providerJob, CancellationToken cancel) =>
        http.AskAsync(deployment, Message(deployment, HttpMethod.Get, Path(providerJob)), batch => StatusOf(batch, providerJob), cancel);

    public async Task ReadResultsAsync(DeploymentDefinition deployment, BatchStatus status, Func<BatchResult, Task> take, CancellationToken cancel)
    {
        foreach (var path in status.Results)
            await http.ReadLinesAsync(Message(deployment, HttpMethod.Get, path), async line =>
            {
                if (ResultOf(line) is { } result) await take(result);
            }, cancel);
    }

    public Task CancelAsync(DeploymentDefinition deployment, string providerJob, CancellationToken cancel) =>
        http.AskAsync(deployment, Message(deployment, HttpMethod.Post, Path(providerJob) + "/cancel"), reply => reply.ValueKind, cancel);

    /// <summary>Where a batch is. Its results are read below its own address: the key goes nowhere that a reply names.</summary>
    internal static BatchStatus StatusOf(JsonElement batch, string providerJob) =>
        ReplyJson.Text(batch, "processing_status") == "ended" ? new BatchStatus(BatchPhase.Ended, [Path(providerJob) + "/results"]) : new BatchStatus(BatchPhase.UnderWay, []);

    /// <summary>Reads a line of the results; null where it names no question.</summary>
    internal static BatchResult? ResultOf(ReadOnlyMemory<byte> line) => BatchResult.OfLine(line, root =>
    {
        if (ReplyJson.Text(root, "custom_id") is not { Length: > 0 } digest) return null;
        return BatchResult.Of(digest, () =>
        {
            ReplyJson.TryGet(root, "result", JsonValueKind.Object, out var result);
            switch (ReplyJson.Text(result, "type"))
            {
                case "succeeded" when ReplyJson.TryGet(result, "message", JsonValueKind.Object, out var message):
                    return AnthropicReply.Read(JsonSerializer.SerializeToUtf8Bytes(message));
                case "errored":
                    ReplyJson.TryGet(result, "error", JsonValueKind.Object, out var error);
                    // The error comes in its usual envelope, or bare.
                    var code = ErrorCodes.Of(error) is { Length: > 0 } inner ? inner : ErrorCodes.Plain(ReplyJson.Text(error, "type") ?? "");
                    throw Refusals.OfStatus(StatusOf(code), code);
                default:
                    // expired, canceled: it was never asked.
                    throw new ProviderException(FailureReason.ProviderError, "The provider's batch ended without this question.", passing: true);
            }
        });
    });

    // The statuses that the API documents for its types of errors.
    private static int StatusOf(string type) => type switch
    {
        "invalid_request_error" => 400,
        "authentication_error" => 401,
        "billing_error" => 402,
        "permission_error" => 403,
        "not_found_error" => 404,
        "request_too_large" => 413,
        "rate_limit_error" => 429,
        "timeout_error" => 504,
        "overloaded_error" => 529,
        _ => 500,
    };

    private static string Path(string providerJob) => "messages/batches/" + Uri.EscapeDataString(providerJob);

    private static HttpRequestMessage Message(DeploymentDefinition deployment, HttpMethod method, string path) => ProviderHttp.Prepared(
        method, new Uri(deployment.BaseUrl ?? AnthropicProvider.DefaultAddress, path), message => AnthropicProvider.Prepare(deployment, message));
}
