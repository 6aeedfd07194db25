using System.Buffers;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.OpenAi;

/// <summary>OpenAI's batches: a file of requests goes up, files of answers and of errors come down.</summary>
internal sealed class OpenAiBatches(BatchHttp http) : IBatchProvider
{
    private const string Endpoint = "/v1/chat/completions";
    private const string JobField = "medhelm_job";

    public string Name => "openai";

    public int MostLines => 50_000;

    public long MostBytes => 200 * 1000 * 1000;

    public bool CanFind => true;

    // Azure's batches go to deployments of a kind of their own.
    public bool Serves(DeploymentDefinition deployment) => deployment.AzureApiVersion.Length == 0;

    public byte[] WriteLine(ProviderRequest request)
    {
        var line = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("custom_id", request.RequestDigest);
            json.WriteString("method", "POST");
            json.WriteString("url", Endpoint);
            json.WritePropertyName("body");
            json.WriteRawValue(OpenAiBody.Write(request));
            json.WriteEndObject();
        }
        return line.WrittenSpan.ToArray();
    }

    public async Task<string> SubmitAsync(DeploymentDefinition deployment, string job, IReadOnlyList<byte[]> lines, CancellationToken cancel)
    {
        var upload = Message(deployment, HttpMethod.Post, "files");
        upload.Content = new MultipartFormDataContent
        {
            { new StringContent("batch"), "\"purpose\"" },
            { new BatchLines([], lines, "\n"u8.ToArray(), [], "application/jsonl"), "\"file\"", $"\"{job}.jsonl\"" },
        };
        var file = await http.UploadAsync(upload, reply => Id(reply), cancel);
        var create = Message(deployment, HttpMethod.Post, "batches");
        create.Headers.Add("Idempotency-Key", job);
        create.Content = ProviderHttp.Json(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["input_file_id"] = file,
            ["endpoint"] = Endpoint,
            ["completion_window"] = "24h",
            ["metadata"] = new Dictionary<string, string>(StringComparer.Ordinal) { [JobField] = job },
        }));
        return await http.AskAsync(deployment, create, Id, cancel);
    }

    public async Task<string?> FindAsync(DeploymentDefinition deployment, string job, CancellationToken cancel)
    {
        // The newest come first; a batch that was sent is among the newest few hundred.
        var after = "";
        for (var page = 0; page < 5; page++)
        {
            var (found, last) = await http.AskAsync(deployment, Message(deployment, HttpMethod.Get, "batches?limit=100" + after), reply =>
            {
                var batches = ReplyJson.Items(reply, "data").ToList();
                var ours = batches.Find(batch => ReplyJson.TryGet(batch, "metadata", JsonValueKind.Object, out var metadata) && ReplyJson.Text(metadata, JobField) == job);
                return (ReplyJson.Text(ours, "id"), ReplyJson.True(reply, "has_more") && batches.Count > 0 ? ReplyJson.Text(batches[^1], "id") : null);
            }, cancel);
            if (found is not null || last is null) return found;
            after = "&after=" + Uri.EscapeDataString(last);
        }
        return null;
    }

    public Task<BatchStatus> StatusAsync(DeploymentDefinition deployment, string providerJob, CancellationToken cancel) =>
        http.AskAsync(deployment, Message(deployment, HttpMethod.Get, Path(providerJob)), StatusOf, cancel);

    public async Task ReadResultsAsync(DeploymentDefinition deployment, BatchStatus status, Func<BatchResult, Task> take, CancellationToken cancel)
    {
        foreach (var path in status.Results)
            await http.ReadLinesAsync(Message(deployment, HttpMethod.Get, path), async line =>
            {
                if (ResultOf(line) is { } result) await take(result);
            }, cancel);
    }

    public Task CancelAsync(DeploymentDefinition deployment, string providerJob, CancellationToken cancel)
    {
        var message = Message(deployment, HttpMethod.Post, Path(providerJob) + "/cancel");
        message.Content = ProviderHttp.Json([]);
        return http.AskAsync(deployment, message, reply => reply.ValueKind, cancel);
    }

    /// <summary>Where a batch is, and its files.</summary>
    internal static BatchStatus StatusOf(JsonElement batch)
    {
        var files = new[] { "output_file_id", "error_file_id" }.Select(name => ReplyJson.Text(batch, name)).Where(id => id is { Length: > 0 })
            .Select(id => $"files/{Uri.EscapeDataString(id!)}/content").ToList();
        return new BatchStatus(ReplyJson.Text(batch, "status") switch
        {
            "completed" or "expired" or "cancelled" => BatchPhase.Ended,
            "failed" => BatchPhase.Refused,
            _ => BatchPhase.UnderWay,
        }, files);
    }

    /// <summary>Reads a line of an output or an error file; null where it names no question.</summary>
    internal static BatchResult? ResultOf(ReadOnlyMemory<byte> line) => BatchResult.OfLine(line, root =>
    {
        if (ReplyJson.Text(root, "custom_id") is not { Length: > 0 } digest) return null;
        return BatchResult.Of(digest, () =>
        {
            if (ReplyJson.TryGet(root, "response", JsonValueKind.Object, out var response) && ReplyJson.TryGet(response, "body", JsonValueKind.Object, out var body))
            {
                var status = ReplyJson.Count(response, "status_code");
                if (status is 0 or (>= 200 and < 300)) return OpenAiReply.Read(JsonSerializer.SerializeToUtf8Bytes(body));
                throw Refusals.OfStatus((int)status, ErrorCodes.Of(body));
            }
            // batch_expired, batch_cancelled: it was never asked.
            throw new ProviderException(FailureReason.ProviderError, "The provider's batch ended without this question.", passing: true);
        });
    });

    private static string Path(string providerJob) => "batches/" + Uri.EscapeDataString(providerJob);

    private static string Id(JsonElement reply) => ReplyJson.Text(reply, "id") is { Length: > 0 } id ? id : throw ReplyJson.Unreadable("The provider's reply has no id.");

    private static HttpRequestMessage Message(DeploymentDefinition deployment, HttpMethod method, string path) =>
        ProviderHttp.Prepared(method, OpenAiAccess.Address(deployment, path), message => OpenAiAccess.Prepare(deployment, message));
}
