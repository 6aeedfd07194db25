using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MedHelm.Benchmarks.Direct;

/// <summary>The floor of gRPC: the same call with nothing behind it.</summary>
internal static class EchoServer
{
    public static async Task<int> RunAsync(Uri address, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address.GetLeftPart(UriPartial.Authority)).ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService<Echo>();
        await app.StartAsync(cancel);
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }

    private sealed class Echo : InferenceService.InferenceServiceBase
    {
        private static readonly CompleteResponse Same = new()
        {
            Outcome = new CompletionOutcome
            {
                Completion = new Completion { Text = "Answer 0123456789abcdef of the fake provider.", FinishReason = FinishReason.Stop, ModelSnapshot = "m" },
                Usage = new Usage { InputTokens = 170, OutputTokens = 12 },
                RequestDigest = new string('0', 64),
                ServedFrom = ServedFrom.Cache,
            },
        };

        public override Task<CompleteResponse> Complete(CompleteRequest request, ServerCallContext context) => Task.FromResult(Same);
    }
}
