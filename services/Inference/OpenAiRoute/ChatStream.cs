using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Google.Protobuf.Collections;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Direct;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>
/// An answer as server-sent events. Nothing is sent before there is text or an outcome, so that whatever goes wrong until then is
/// an HTTP error, and an earlier answer has its headers.
/// </summary>
internal sealed class ChatStream(HttpContext context, DirectCompletions direct, TimeProvider clock, ChatQuestion question)
{
    private const string ContentType = "text/event-stream; charset=utf-8";

    private readonly CompletionOutcome?[] outcomes = new CompletionOutcome?[question.Answers];
    private readonly long[] sent = new long[question.Answers];
    private readonly bool[] begun = new bool[question.Answers];
    private readonly long created = clock.GetUtcNow().ToUnixTimeSeconds();
    private string id = "";

    private HttpResponse Response => context.Response;

    public async Task RunAsync(WantedCompletion[] wanted, CancellationToken cancel)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var parts = Channel.CreateUnbounded<(int Index, StreamedPart Part)>(new UnboundedChannelOptions { SingleReader = true });
        var asking = AskAllAsync(wanted, parts.Writer, left.Token);
        try
        {
            await foreach (var (index, part) in parts.Reader.ReadAllAsync(cancel))
            {
                if (part.Outcome?.Failure is { } failure && OpenAiErrors.Of(failure, question.Request.Deployment) is { } error) throw error;
                if (id.Length == 0) Begin(wanted, part.Outcome);
                if (part.IsLast) WriteEnd(index, part.Outcome!);
                else WriteText(index, part.Text);
                if (!parts.Reader.TryPeek(out _)) await Response.BodyWriter.FlushAsync(cancel);
            }
            if (question.IncludesUsage) WriteUsage();
            Response.BodyWriter.Write("data: [DONE]\n\n"u8);
            await Response.BodyWriter.FlushAsync(cancel);
        }
        finally
        {
            await left.CancelAsync();
            await asking;
        }
    }

    /// <summary>True when events were written, sent or not yet.</summary>
    public static bool HasBegun(HttpResponse response) => response.ContentType == ContentType;

    /// <summary>Ends a stream that has begun with an error.</summary>
    public static async Task EndWithAsync(HttpContext context, OpenAiException error)
    {
        var scratch = Scratch.Take();
        scratch.Buffer.Write("data: "u8);
        OpenAiErrors.Write(scratch, error);
        scratch.Buffer.Write("\n\n"u8);
        context.Response.BodyWriter.Write(scratch.Buffer.WrittenSpan);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private async Task AskAllAsync(WantedCompletion[] wanted, ChannelWriter<(int, StreamedPart)> parts, CancellationToken cancel)
    {
        try
        {
            await Task.WhenAll(wanted.Select(async (one, index) =>
            {
                await foreach (var part in direct.StreamAsync(one, cancel)) parts.TryWrite((index, part));
            }));
            parts.TryComplete();
        }
        catch (Exception e)
        {
            // Thrown again where the parts are read.
            parts.TryComplete(e);
        }
    }

    private void Begin(WantedCompletion[] wanted, CompletionOutcome? outcome)
    {
        id = ChatAnswer.Id(outcome?.RequestDigest is { Length: > 0 } digest ? digest : Contracts.Digest.Of(wanted[0].ItemKey));
        Response.ContentType = ContentType;
        Response.Headers.CacheControl = "no-cache";
        Response.Headers["X-Accel-Buffering"] = "no";
        if (outcome is not null && wanted.Length == 1) ChatHeaders.Write(Response.Headers, [outcome]);
    }

    private void WriteText(int index, string text)
    {
        WriteRole(index);
        sent[index] += text.Length;
        WriteChunk(json =>
        {
            json.WriteString("content"u8, text);
        }, index, []);
    }

    private void WriteRole(int index)
    {
        if (begun[index]) return;
        begun[index] = true;
        WriteChunk(static json =>
        {
            json.WriteString("role"u8, "assistant"u8);
            json.WriteString("content"u8, ""u8);
            json.WriteNull("refusal"u8);
        }, index, []);
    }

    private void WriteEnd(int index, CompletionOutcome outcome)
    {
        // What was sent cannot be taken back; the answer is kept, so the next try costs nothing.
        if (outcome.Completion is { } completion && completion.Text.Length != sent[index])
            throw new OpenAiException(StatusCodes.Status502BadGateway, "server_error", "stream_broken", "The provider's stream broke and the answer was had in another try. Ask again: it is kept.");
        outcomes[index] = outcome;
        WriteRole(index);
        if (outcome.Failure?.Reason == FailureReason.Refusal) WriteChunk(json => json.WriteString("refusal"u8, outcome.Failure.Message), index, []);
        if (outcome.Completion is { ToolCalls.Count: > 0 }) WriteChunk(json => WriteCalls(json, outcome.Completion.ToolCalls), index, []);
        WriteChunk(static _ => { }, index, ChatAnswer.FinishOf(outcome));
    }

    private static void WriteCalls(Utf8JsonWriter json, RepeatedField<ToolCall> calls)
    {
        json.WriteStartArray("tool_calls"u8);
        for (var i = 0; i < calls.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("index"u8, i);
            ChatAnswer.WriteCall(json, calls[i]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteUsage()
    {
        var scratch = StartChunk();
        scratch.Json.WriteStartArray("choices"u8);
        scratch.Json.WriteEndArray();
        scratch.Json.WritePropertyName("usage"u8);
        ChatAnswer.WriteUsage(scratch.Json, outcomes!);
        EndChunk(scratch);
    }

    private void WriteChunk(Action<Utf8JsonWriter> delta, int index, ReadOnlySpan<byte> finish)
    {
        var scratch = StartChunk();
        var json = scratch.Json;
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("delta"u8);
        delta(json);
        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        if (finish.IsEmpty) json.WriteNull("finish_reason"u8);
        else json.WriteString("finish_reason"u8, finish);
        json.WriteEndObject();
        json.WriteEndArray();
        if (question.IncludesUsage) json.WriteNull("usage"u8);
        EndChunk(scratch);
    }

    private Scratch StartChunk()
    {
        var scratch = Scratch.Take();
        scratch.Buffer.Write("data: "u8);
        scratch.Json.Reset(scratch.Buffer);
        scratch.Json.WriteStartObject();
        ChatAnswer.WriteHead(scratch.Json, "chat.completion.chunk"u8, id, question.Request.Deployment, created);
        return scratch;
    }

    private void EndChunk(Scratch scratch)
    {
        scratch.Json.WriteEndObject();
        scratch.Json.Flush();
        scratch.Buffer.Write("\n\n"u8);
        Response.BodyWriter.Write(scratch.Buffer.WrittenSpan);
    }
}
