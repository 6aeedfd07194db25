using Google.Protobuf.Reflection;
using Google.Rpc;
using MedHelm.ServiceDefaults.Bus;
using MedHelm.ServiceDefaults.Rpc;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MedHelm.ServiceDefaults;

/// <summary>What the processes of the system have in common.</summary>
public static class Defaults
{
    private const string LiveTag = "live";

    private static readonly string[] ChattyCategories = ["Microsoft.AspNetCore", "Yarp", "System.Net.Http", "Grpc"];

    /// <summary>Clock, console and telemetry: what the gateway has too. Call once a process.</summary>
    public static WebApplicationBuilder AddProcessDefaults(this WebApplicationBuilder builder, string process)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        // One line a request says nothing that metrics do not say better.
        foreach (var chatty in ChattyCategories) builder.Logging.AddFilter(chatty, LogLevel.Warning);
        builder.AddTelemetry(process);
        return builder;
    }

    /// <summary>Bus, storage start-up, gRPC with errors, health and reflection. Call once a process, before the services are added.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string process)
    {
        builder.AddProcessDefaults(process);
        builder.Services.AddSingleton(Settings.Read(builder.Configuration));
        builder.Services.AddHostedService<DatabaseMigrator>();
        builder.AddBus(Settings.Read(builder.Configuration));
        builder.Services.AddSingleton<ErrorTranslation>();
        builder.Services.AddGrpc(options =>
        {
            options.Interceptors.Add<ErrorInterceptor>();
            options.MaxReceiveMessageSize = RpcRegistration.MaxMessageBytes;
            options.MaxSendMessageSize = RpcRegistration.MaxMessageBytes;
        }).AddJsonTranscoding(transcoding =>
        {
            // As proto3 JSON has it: a browser's numbers end at 2^53.
            transcoding.JsonSettings.WriteInt64sAsStrings = true;
            transcoding.TypeRegistry = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);
        });
        builder.Services.AddGrpcReflection();
        // The name "live" asks only whether the process answers: a database that is away is no reason to restart it.
        builder.Services.AddGrpcHealthChecks(health => health.Services.Map(LiveTag, check => check.Tags.Contains(LiveTag)))
            .AddCheck("process", () => HealthCheckResult.Healthy(), [LiveTag]);
        return builder;
    }

    /// <summary>Listens for gRPC where MEDHELM__URLS says, and for HTTP/1.1 where MEDHELM__HTTPURL does, if it does. For a service in a process of its own.</summary>
    public static WebApplicationBuilder ListenForRpc(this WebApplicationBuilder builder)
    {
        var settings = Settings.Read(builder.Configuration);
        var http = settings.HttpUrl;
        builder.WebHost.UseUrls(http is null ? settings.Urls : $"{settings.Urls};{http.AbsoluteUri}");
        // Without TLS one port cannot serve both HTTP/1.1 and prior-knowledge HTTP/2; JSON comes through the gateway.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen =>
            listen.Protocols = http is not null && listen.IPEndPoint?.Port == http.Port ? HttpProtocols.Http1 : HttpProtocols.Http2));
        return builder;
    }

    /// <summary>Maps health and reflection. Call once a process.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        return app;
    }

    private static void AddTelemetry(this WebApplicationBuilder builder, string process)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService($"medhelm-{process}"))
            .WithTracing(tracing => tracing.AddSource("MassTransit", "MedHelm").AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter("MassTransit", "MedHelm").AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddOtlpExporter());
    }
}
