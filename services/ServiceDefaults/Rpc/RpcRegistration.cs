using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MedHelm.ServiceDefaults.Rpc;

/// <summary>gRPC between services.</summary>
public static class RpcRegistration
{
    internal const int MaxMessageBytes = 64 * 1024 * 1024;

    /// <summary>
    /// Registers a typed client of another service. It repeats calls that found the service unavailable, five times in
    /// about ten seconds; calls take the deadline and cancellation of the call being served where there is one.
    /// </summary>
    public static void AddServiceClient<TClient>(this WebApplicationBuilder builder, string service) where TClient : class
    {
        var settings = Settings.Read(builder.Configuration);
        builder.Services.AddGrpcClient<TClient>(options => options.Address = settings.AddressOf(service))
            .ConfigureChannel(channel =>
            {
                channel.MaxReceiveMessageSize = MaxMessageBytes;
                channel.MaxSendMessageSize = MaxMessageBytes;
                channel.ServiceConfig = new ServiceConfig { MethodConfigs = { RetryUnavailable() } };
            });
    }

    private static MethodConfig RetryUnavailable() => new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = 5,
            InitialBackoff = TimeSpan.FromMilliseconds(300),
            MaxBackoff = TimeSpan.FromSeconds(5),
            BackoffMultiplier = 2.5,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };
}
