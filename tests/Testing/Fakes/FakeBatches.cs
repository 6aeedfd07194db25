using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace MedHelm.Testing.Fakes;

/// <summary>The batch APIs of OpenAI (/v1/files, /v1/batches) and of Anthropic (/v1/messages/batches), with what they would bill.</summary>
public sealed class FakeBatches(Func<ChatRequest, string> reply)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
    private readonly List<FakeBatch> jobs = [];
    private readonly List<(long Input, long Output)> bills = [];

    /// <summary>The end of each question, by its prompt. Default: an answer.</summary>
    public Func<string, FakeBatchEnd> EndOf { get; set; } = _ => FakeBatchEnd.Answered;

    /// <summary>After how many questions about its status a batch has ended. Default 2.</summary>
    public int AsksBeforeEnd { get; set; } = 2;

    /// <summary>Of a batch that is cancelled, the questions that were answered before. Default 0.</summary>
    public int DoneBeforeCancel { get; set; }

    /// <summary>True: batches stay under way, cancelled or not.</summary>
    public bool NeverEnds { get; set; }

    /// <summary>Done when a batch is there, before its client hears of it.</summary>
    public Func<CancellationToken, Task> Created { get; set; } = _ => Task.CompletedTask;

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<FakeBatch> Jobs => Locked(() => jobs.ToList());

    /// <summary>Tokens of each answer: the invoice.</summary>
    public IReadOnlyList<(long Input, long Output)> Bills => Locked(() => bills.ToList());

    internal static bool Serves(string path) =>
        path.StartsWith("/v1/files", StringComparison.Ordinal) || path.StartsWith("/v1/batches", StringComparison.Ordinal) || path.StartsWith("/v1/messages/batches", StringComparison.Ordinal);

    internal async Task<(int Status, byte[] Body)> AnswerAsync(HttpContext context, byte[] body)
    {
        var parts = context.Request.Path.Value!.Trim('/').Split('/');
        var anthropic = parts[1] == "messages";
        var rest = parts.Skip(anthropic ? 3 : 2).ToArray();
        if (parts[1] == "files") return rest is [var id, "content"] ? File(id) : Json(new { id = Upload(context, body), @object = "file", purpose = "batch" });
        switch (context.Request.Method, rest)
        {
            case ("POST", []):
                var created = Locked(() => Create(body, anthropic, context.Request.Headers["Idempotency-Key"]));
                await Created(context.RequestAborted);
                return Json(Shown(created, anthropic));
            case ("GET", []):
                return Json(new { @object = "list", data = Jobs.Reverse().Select(job => Shown(job, anthropic)), has_more = false });
            case ("POST", [var id, "cancel"]):
                return Locked(() => Find(id) is { } job ? Json(Shown(Cancel(job), anthropic)) : Missing());
            case ("GET", [var id, "results"]):
                return Locked(() => Find(id) is { Ends: not null } job ? (200, Lines(job, _ => true, AnthropicLine)) : Missing());
            case ("GET", [var id]):
                return Locked(() => Find(id) is { } job ? Json(Shown(Ask(job), anthropic)) : Missing());
            default:
                return Missing();
        }
    }

    private static (int, byte[]) Json(object value) => (200, JsonSerializer.SerializeToUtf8Bytes(value));

    private static (int, byte[]) Missing() => (404, ProviderReply.Error("not_found_error", "The fake provider has no such batch."));

    private T Locked<T>(Func<T> work)
    {
        lock (gate) return work();
    }

    private FakeBatch? Find(string id) => jobs.Find(job => job.Id == id);

    private string Upload(HttpContext context, byte[] body)
    {
        // The one part with a file name, between its own headers and the boundary behind it.
        var text = Encoding.UTF8.GetString(body);
        var boundary = "--" + Microsoft.Net.Http.Headers.MediaTypeHeaderValue.Parse(context.Request.ContentType!).Boundary.Value!.Trim('"');
        var part = text.Split(boundary).Single(p => p.Contains("filename=", StringComparison.Ordinal));
        var content = part[(part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].TrimEnd('\r', '\n');
        return Locked(() =>
        {
            var id = $"file-{files.Count + 1}";
            files[id] = Encoding.UTF8.GetBytes(content);
            return id;
        });
    }

    private (int, byte[]) File(string id) => Locked(() =>
    {
        var of = id.Split("-of-");
        if (of.Length != 2 || Find(of[1]) is not { Ends: not null } job) return Missing();
        return (200, Lines(job, end => end == FakeBatchEnd.Answered == (of[0] == "output"), OpenAiLine));
    });

    private FakeBatch Create(byte[] body, bool anthropic, string? key)
    {
        using var json = JsonDocument.Parse(body);
        var id = $"{(anthropic ? "msgbatch" : "batch")}_{jobs.Count + 1}";
        string? job = null;
        IEnumerable<(string, ChatRequest)> requests;
        if (anthropic)
        {
            requests = json.RootElement.GetProperty("requests").EnumerateArray().Select(item => Request(item, "params"));
        }
        else
        {
            job = json.RootElement.GetProperty("metadata").EnumerateObject().Single().Value.GetString();
            requests = Encoding.UTF8.GetString(files[json.RootElement.GetProperty("input_file_id").GetString()!]).Split('\n').Select(line => Request(JsonDocument.Parse(line).RootElement, "body"));
        }
        var batch = new FakeBatch(id, job, key, [.. requests]);
        jobs.Add(batch);
        return batch;
    }

    private static (string, ChatRequest) Request(JsonElement item, string body) =>
        (item.GetProperty("custom_id").GetString()!, ChatRequest.Parse(Encoding.UTF8.GetBytes(item.GetProperty(body).GetRawText()), null)!);

    private FakeBatch Ask(FakeBatch job)
    {
        if (++job.Asks >= AsksBeforeEnd && !NeverEnds) End(job, job.Requests.Count);
        return job;
    }

    private FakeBatch Cancel(FakeBatch job)
    {
        job.Cancelled = true;
        if (!NeverEnds) End(job, DoneBeforeCancel);
        return job;
    }

    private void End(FakeBatch job, int done)
    {
        if (job.Ends is not null) return;
        job.Ends = [.. job.Requests.Select((item, i) => i < done ? EndOf(item.Request.Prompt) : FakeBatchEnd.Cancelled)];
        bills.AddRange(job.Requests.Zip(job.Ends).Where(item => item.Second == FakeBatchEnd.Answered)
            .Select(item => ((long)ProviderReply.Tokens(item.First.Request.Prompt), (long)ProviderReply.Tokens(reply(item.First.Request)))));
    }

    private static object Shown(FakeBatch job, bool anthropic) => anthropic
        ? new { id = job.Id, type = "message_batch", processing_status = job.Ends is not null ? "ended" : job.Cancelled ? "canceling" : "in_progress" }
        : new
        {
            id = job.Id,
            @object = "batch",
            status = job.Ends is null ? job.Cancelled ? "cancelling" : "in_progress" : job.Cancelled ? "cancelled" : "completed",
            output_file_id = job.Ends is null ? null : "output-of-" + job.Id,
            error_file_id = job.Ends is null ? null : "error-of-" + job.Id,
            metadata = new Dictionary<string, string?>(StringComparer.Ordinal) { ["medhelm_job"] = job.Job },
        };

    // Backwards: neither API promises an order.
    private static byte[] Lines(FakeBatch job, Predicate<FakeBatchEnd> which, Func<string, ChatRequest, FakeBatchEnd, object> line) => Encoding.UTF8.GetBytes(string.Join('\n',
        job.Requests.Zip(job.Ends!).Reverse().Where(item => which(item.Second)).Select(item => JsonSerializer.Serialize(line(item.First.CustomId, item.First.Request, item.Second)))));

    private object OpenAiLine(string id, ChatRequest request, FakeBatchEnd end) => end switch
    {
        FakeBatchEnd.Answered => OpenAiResponse(id, 200, ProviderReply.Completion(request, reply(request), "stop")),
        FakeBatchEnd.ServerError => OpenAiResponse(id, 500, ProviderReply.Error("server_error", "The fake provider is told to fail.")),
        FakeBatchEnd.Invalid => OpenAiResponse(id, 400, ProviderReply.Error("invalid_request_error", "The fake provider is told to refuse.")),
        FakeBatchEnd.Expired => new { custom_id = id, response = (object?)null, error = new { code = "batch_expired", message = "Too late." } },
        _ => new { custom_id = id, response = (object?)null, error = new { code = "batch_cancelled", message = "Cancelled." } },
    };

    private static object OpenAiResponse(string id, int status, byte[] body) =>
        new { custom_id = id, response = new { status_code = status, request_id = "r", body = JsonSerializer.Deserialize<JsonElement>(body) }, error = (object?)null };

    private object AnthropicLine(string id, ChatRequest request, FakeBatchEnd end) => new
    {
        custom_id = id,
        result = end switch
        {
            FakeBatchEnd.Answered => new { type = "succeeded", message = AnthropicMessage(request) },
            FakeBatchEnd.ServerError => AnthropicError("api_error"),
            FakeBatchEnd.Invalid => AnthropicError("invalid_request_error"),
            FakeBatchEnd.Expired => new { type = "expired" },
            _ => (object)new { type = "canceled" },
        },
    };

    private static object AnthropicError(string type) => new { type = "errored", error = new { type = "error", error = new { type, message = "The fake provider is told to." } } };

    private object AnthropicMessage(ChatRequest request) => new
    {
        id = "msg_1",
        type = "message",
        role = "assistant",
        model = request.Model,
        content = new[] { new { type = "text", text = reply(request) } },
        stop_reason = "end_turn",
        usage = new { input_tokens = ProviderReply.Tokens(request.Prompt), output_tokens = ProviderReply.Tokens(reply(request)) },
    };
}
