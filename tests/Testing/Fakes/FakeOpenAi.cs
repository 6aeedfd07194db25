using System.Buffers;
using System.Text.Json;
using MedHelm.Testing.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MedHelm.Testing.Fakes;

/// <summary>
/// A provider with the chat completions API of OpenAI on loopback, which counts what it is asked. Besides POST /v1/chat/completions
/// it answers GET /v1/models, GET /stats (the counts), GET /prompts (calls by prompt digest) and POST /reset.
/// </summary>
public sealed class FakeOpenAi : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly FakeOpenAiOptions options;
    private readonly LoopbackPort? port;
    private readonly WebApplication app;

    private FakeOpenAi(FakeOpenAiOptions options)
    {
        this.options = options;
        Batches = new(options.Reply);
        port = options.Url is null ? LoopbackPort.Claim() : null;
        Address = new(options.Url ?? $"http://127.0.0.1:{port!.Number}");
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        app = builder.Build();
        app.Urls.Add(Address.GetLeftPart(UriPartial.Authority));
        app.Run(AnswerAsync);
    }

    /// <summary>True while no call is answered: what the test does meanwhile may take its time.</summary>
    public bool Held { get; set; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The base URL that OpenAI clients are given, ending in /v1.</summary>
    public Uri BaseUrl => new(Address, "/v1");

    public CallLedger Ledger { get; } = new();

    /// <summary>Its batch APIs.</summary>
    public FakeBatches Batches { get; }

    public static async Task<FakeOpenAi> StartNewAsync(FakeOpenAiOptions? options = null, CancellationToken cancellation = default)
    {
        var fake = new FakeOpenAi(options ?? new());
        await fake.app.StartAsync(cancellation);
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        try
        {
            await app.StopAsync(atOnce.Token);
        }
        catch (OperationCanceledException)
        {
            // Calls that hang on purpose are cut off.
        }
        await app.DisposeAsync();
        port?.Dispose();
    }

    private Task AnswerAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("POST", "/v1/chat/completions") => CompleteAsync(context),
        ("GET", "/v1/models") => WriteAsync(context, 200, JsonSerializer.SerializeToUtf8Bytes(new { @object = "list", data = Array.Empty<object>() })),
        ("GET", "/stats") => WriteAsync(context, 200, JsonSerializer.SerializeToUtf8Bytes(Ledger.Stats(), Json)),
        ("GET", "/prompts") => WriteAsync(context, 200, JsonSerializer.SerializeToUtf8Bytes(Ledger.CallsByPrompt)),
        ("POST", "/reset") => ResetAsync(context),
        (_, { } path) when FakeBatches.Serves(path) => BatchAsync(context),
        _ => WriteAsync(context, 404, ProviderReply.Error("not_found", "The fake provider has no such path.")),
    };

    private async Task BatchAsync(HttpContext context)
    {
        try
        {
            var (status, body) = await Batches.AnswerAsync(context, await ReadAsync(context));
            await WriteAsync(context, status, body);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; nobody is there to tell.
        }
    }

    private async Task CompleteAsync(HttpContext context)
    {
        var body = await ReadAsync(context);
        if (ChatRequest.Parse(body, context.Request.Headers["Idempotency-Key"]) is not { } request)
        {
            await WriteAsync(context, 400, ProviderReply.Error("invalid_request_error", "Not a chat completion request: model and messages are needed."));
            return;
        }
        Ledger.Enter(request);
        try
        {
            var working = options.WorksForTheGone ? CancellationToken.None : context.RequestAborted;
            if (options.Latency > TimeSpan.Zero) await Task.Delay(options.Latency, TimeProvider.System, working);
            while (Held) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, working);
            await AnswerAsync(context, request);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; nobody is there to tell.
        }
        finally
        {
            Ledger.Leave();
        }
    }

    private async Task AnswerAsync(HttpContext context, ChatRequest request)
    {
        var rule = options.Faults.FirstOrDefault(fault => fault.Strikes(request));
        if (rule is not null) Ledger.CountFault();
        switch (rule?.Kind)
        {
            case FaultKind.TooManyRequests:
                if (rule.RetryAfter > TimeSpan.Zero) context.Response.Headers.RetryAfter = $"{Math.Ceiling(rule.RetryAfter.TotalSeconds):0}";
                await DeliverAsync(context, 429, ProviderReply.Error("rate_limit_exceeded", "The fake provider is told to say it has too many requests."));
                return;
            case FaultKind.ServerError:
                await DeliverAsync(context, 500, ProviderReply.Error("server_error", "The fake provider is told to fail."));
                return;
        }
        // The good reply is what a repeated key gets; the fault befalls this delivery only.
        var reply = Ledger.ReplyOnce(request, options.HonoursKeys, () =>
        {
            var text = options.Reply(request);
            return (ProviderReply.Completion(request, text, "stop"), options.Price.NanoUsd(ProviderReply.Tokens(request.Prompt), ProviderReply.Tokens(text)));
        });
        switch (rule?.Kind)
        {
            case FaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                return;
            case FaultKind.DropConnection:
                context.Abort();
                return;
            default:
                await DeliverAsync(context, 200, Spoil(request, reply, rule?.Kind));
                return;
        }
    }

    private byte[] Spoil(ChatRequest request, byte[] reply, FaultKind? fault) => fault switch
    {
        FaultKind.EmptyContent => ProviderReply.Completion(request, "", "stop"),
        FaultKind.Length => ProviderReply.Completion(request, options.Reply(request), "length"),
        FaultKind.ContentFilter => ProviderReply.Completion(request, "", "content_filter"),
        FaultKind.MalformedJson => reply[..^20],
        _ => reply,
    };

    private async Task DeliverAsync(HttpContext context, int status, byte[] body)
    {
        await WriteAsync(context, status, body);
        if (!context.RequestAborted.IsCancellationRequested) Ledger.CountDelivered();
    }

    private Task ResetAsync(HttpContext context)
    {
        Ledger.Reset();
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static async Task WriteAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
        await context.Response.CompleteAsync();
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The test process keeps its own signals.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
