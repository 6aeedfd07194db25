using System.Net;
using Google.Protobuf.Reflection;
using Google.Rpc;
using MedHelm.Gateway;
using MedHelm.Gateway.Listening;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MedHelm.Tests.Functional.Gateway;

/// <summary>A host on the loopback interface: a fake service behind the gateway, the gateway, or both in one.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private LocalHost(WebApplication app, Uri http, Uri grpc)
    {
        this.app = app;
        Grpc = grpc;
        Http = new HttpClient { BaseAddress = http, Timeout = TimeSpan.FromSeconds(20) };
    }

    public HttpClient Http { get; }

    public Uri Grpc { get; }

    /// <summary>A service as the real ones are: HTTP/2 only, JSON by transcoding, error details included.</summary>
    public static async Task<LocalHost> Service(Action<WebApplication> map, Action<IServiceCollection>? configure = null)
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        var builder = Builder();
        builder.WebHost.UseUrls().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, address.Port, listen => listen.Protocols = HttpProtocols.Http2));
        AddGrpc(builder);
        configure?.Invoke(builder.Services);
        return await Start(builder, map, address, address);
    }

    /// <summary>A gateway before services; those not given are at an address where nothing listens.</summary>
    public static async Task<LocalHost> Gateway(Action<IServiceCollection>? configure = null, params (string Owner, Uri Address)[] services)
    {
        var nothing = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        var builder = EdgeBuilder(out var http, out var grpc);
        foreach (var owner in Owners)
            builder.Configuration[$"MEDHELM:SERVICES:{owner}"] = (services.FirstOrDefault(s => s.Owner == owner).Address ?? nothing).AbsoluteUri;
        builder.AddGateway();
        configure?.Invoke(builder.Services);
        return await Start(builder, app => app.MapGateway(), http, grpc);
    }

    /// <summary>The edge and the services in one process.</summary>
    public static async Task<LocalHost> Together(Action<WebApplication> map, Action<IServiceCollection>? configure = null)
    {
        var builder = EdgeBuilder(out var http, out var grpc);
        AddGrpc(builder);
        configure?.Invoke(builder.Services);
        builder.AddEdge();
        return await Start(builder, app =>
        {
            app.MapEdge();
            map(app);
        }, http, grpc);
    }

    public static IReadOnlyList<string> Owners { get; } = ["evaluation", "inference", "judging", "scoring", "reporting"];

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }

    private static WebApplicationBuilder EdgeBuilder(out Uri http, out Uri grpc)
    {
        var builder = Builder();
        http = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        grpc = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        builder.Configuration.AddInMemoryCollection([new("MEDHELM:URLS", http.AbsoluteUri), new("MEDHELM:GRPCURLS", grpc.AbsoluteUri)]);
        EdgeListening.Configure(builder);
        return builder;
    }

    private static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        return builder;
    }

    private static void AddGrpc(WebApplicationBuilder builder) => builder.Services.AddGrpc().AddJsonTranscoding(transcoding =>
    {
        transcoding.JsonSettings.WriteInt64sAsStrings = true;
        transcoding.TypeRegistry = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);
    });

    private static async Task<LocalHost> Start(WebApplicationBuilder builder, Action<WebApplication> map, Uri http, Uri grpc)
    {
        var host = builder.Build();
        map(host);
        await host.StartAsync();
        return new LocalHost(host, http, grpc);
    }
}
