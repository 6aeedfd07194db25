using System.Globalization;
using Grpc.Core;
using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Testing.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MedHelm.Tests.Functional.Inference.Batches;

/// <summary>A keeper of the prompts "question 0" to "question 99".</summary>
internal sealed class AnyPrompts : IAsyncDisposable
{
    private readonly LoopbackPort port = LoopbackPort.Claim();
    private readonly WebApplication app;

    private AnyPrompts()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port.Number, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        app = builder.Build();
        app.MapGrpcService<Service>();
    }

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port.Number}"));

    public static async Task<AnyPrompts> StartAsync()
    {
        var prompts = new AnyPrompts();
        await prompts.app.StartAsync();
        return prompts;
    }

    public static string Text(int i) => string.Create(CultureInfo.InvariantCulture, $"question {i}");

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        port.Dispose();
    }

    internal sealed class Service : PromptSourceService.PromptSourceServiceBase
    {
        private static readonly Dictionary<string, string> Known = Enumerable.Range(0, 100).Select(Text).ToDictionary(Digest.Of, text => text, StringComparer.Ordinal);

        public override Task<GetPromptsResponse> GetPrompts(GetPromptsRequest request, ServerCallContext context) => Task.FromResult(new GetPromptsResponse
        {
            Prompts = { request.Digests.Where(Known.ContainsKey).Select(digest => new Prompt { Digest = digest, Text = Known[digest] }) },
        });
    }
}
