using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedHelm.Gateway.Routing;

/// <summary>Passes gRPC and JSON on to the services, and answers health and reflection for them all.</summary>
internal static class ServiceRouting
{
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    public static void AddServiceRoutes(this WebApplicationBuilder builder)
    {
        var addresses = ServiceAddresses.Read(builder.Configuration);
        builder.Services.AddReverseProxy()
            .LoadFromMemory(ProxyConfiguration.Routes(addresses.ContainsKey(OpenAiPaths.PlainCluster)), ProxyConfiguration.Clusters(addresses))
            .ConfigureHttpClient((_, handler) => KeepAlive(handler));
        builder.Services.KeepNoKeys();
        builder.Services.AddGrpc();
        // Without any check the answer would be UNKNOWN, which probes take for down.
        builder.Services.AddGrpcHealthChecks().AddCheck("listening", () => HealthCheckResult.Healthy());
        builder.Services.AddGatewayReflection();
    }

    public static void MapServiceRoutes(this WebApplication app)
    {
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseMiddleware<UnreachableServices>();
            proxy.UseLoadBalancing();
        });
    }

    /// <summary>Finds out by pings that a peer with open calls is gone.</summary>
    public static void KeepAlive(SocketsHttpHandler handler)
    {
        handler.EnableMultipleHttp2Connections = true;
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.KeepAlivePingDelay = PingAfter;
        handler.KeepAlivePingTimeout = PingTimeout;
    }

    // The proxy brings data protection along for session affinity, which is not used; left alone it writes keys to the home folder.
    private static void KeepNoKeys(this IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        foreach (var preload in services.Where(service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Namespace == "Microsoft.AspNetCore.DataProtection.Internal").ToList())
            services.Remove(preload);
    }
}
