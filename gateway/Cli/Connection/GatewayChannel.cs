using System.Net.Http;
using Grpc.Core;
using Grpc.Net.Client;

namespace MedHelm.Cli.Connection;

internal static class GatewayChannel
{
    private const int MaxMessageBytes = 64 * 1024 * 1024;

    /// <summary>Opens lazily and lives as long as the process. Pings keep a watched run's silent connection honest.</summary>
    public static CallInvoker Open(Uri address)
    {
        var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                // A proxy for the outside world has no business between this machine and itself.
                UseProxy = !address.IsLoopback,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                KeepAlivePingDelay = TimeSpan.FromSeconds(30),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxMessageBytes,
        });
        return channel.CreateCallInvoker();
    }
}
