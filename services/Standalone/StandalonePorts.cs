using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MedHelm.ServiceDefaults;

namespace MedHelm.Standalone;

/// <summary>The web address and the gRPC address, known before anything starts because the services call each other there.</summary>
internal static class StandalonePorts
{
    /// <exception cref="SettingsException">The address is unusable.</exception>
    public static (string Http, string Grpc) Choose(string urls, string? grpcUrls)
    {
        if (!Uri.TryCreate(urls, UriKind.Absolute, out var http) || http.Scheme != "http" || http.Port == 65535)
            throw new SettingsException([$"--urls must be one address such as http://127.0.0.1:5080, was '{urls}'."]);
        var (web, rpc) = grpcUrls is not null ? (Address(http.Host, http.Port), grpcUrls)
            : http.Port == 0 ? (Address(http.Host, FreePort()), Address(http.Host, FreePort()))
            : (Address(http.Host, http.Port), Address(http.Host, http.Port + 1));
        foreach (var taken in new[] { web, rpc }.Where(IsTaken))
            throw new SettingsException([$"{taken} is in use by another program; choose another address with --urls."]);
        return (web, rpc);
    }

    private static string Address(string host, int port) => string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}");

    // Said here in one line; the web server would say it in a hundred.
    private static bool IsTaken(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !IPAddress.TryParse(uri.Host, out var ip)) return false;
        try
        {
            using var listener = new TcpListener(ip, uri.Port);
            listener.Start();
            return false;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return true;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
