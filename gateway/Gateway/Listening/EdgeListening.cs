using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MedHelm.Gateway.Listening;

/// <summary>
/// The two doors: MEDHELM:URLS for HTTP/1.1 (page, JSON, event streams; default http://127.0.0.1:5080) and
/// MEDHELM:GRPCURLS for prior-knowledge HTTP/2 (gRPC; default the port after the first).
/// Two, because without TLS Kestrel cannot tell the protocols apart on one port.
/// </summary>
public static class EdgeListening
{
    private const string HttpKey = "MEDHELM:URLS";
    private const string GrpcKey = "MEDHELM:GRPCURLS";
    private const string DefaultHttp = "http://127.0.0.1:5080";
    private const long MaxRequestBytes = 16 * 1024 * 1024;

    /// <summary>Sets Kestrel up. Port 0 means any free port; <see cref="EdgeAddresses"/> then knows which.</summary>
    /// <exception cref="InvalidOperationException">An address is unusable; the message names every one.</exception>
    public static WebApplicationBuilder Configure(WebApplicationBuilder builder)
    {
        var problems = new List<string>();
        var http = Parse(HttpKey, builder.Configuration[HttpKey] ?? DefaultHttp, problems);
        var grpc = builder.Configuration[GrpcKey] is { } text ? Parse(GrpcKey, text, problems) : http is null ? null : NextPort(http);
        if (http is not null && grpc is not null && http.Port == grpc.Port && http.Port != 0)
            problems.Add($"{Variable(HttpKey)} and {Variable(GrpcKey)} both name port {http.Port}: HTTP/1.1 and HTTP/2 without TLS need a port each.");
        if (problems.Count > 0) throw new InvalidOperationException(string.Join(Environment.NewLine, problems));

        // Kestrel would warn that the framework's own URL settings are overridden; they are on purpose.
        builder.WebHost.UseUrls();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            Listen(kestrel, http!, HttpProtocols.Http1);
            Listen(kestrel, grpc!, HttpProtocols.Http2);
        });
        return builder;
    }

    private static BindingAddress? Parse(string key, string text, List<string> problems)
    {
        try
        {
            var address = BindingAddress.Parse(text.TrimEnd('/'));
            if (address is { Scheme: "http", PathBase: "" } && !address.IsUnixPipe && !text.Contains(';', StringComparison.Ordinal)) return address;
        }
        catch (FormatException)
        {
            // Falls through to the message that says what is wanted.
        }
        problems.Add($"{Variable(key)} must be one address such as {DefaultHttp}, was '{text}'. For https put a proxy that ends TLS in front.");
        return null;
    }

    private static BindingAddress NextPort(BindingAddress http)
    {
        var port = http.Port == 0 ? 0 : http.Port + 1;
        return BindingAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"http://{http.Host}:{port}"));
    }

    private static void Listen(KestrelServerOptions kestrel, BindingAddress address, HttpProtocols protocols)
    {
        void Options(ListenOptions listen) => listen.Protocols = protocols;
        if (IPAddress.TryParse(address.Host, out var ip)) kestrel.Listen(ip, address.Port, Options);
        else if (!string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)) kestrel.ListenAnyIP(address.Port, Options);
        else if (address.Port == 0) kestrel.Listen(IPAddress.Loopback, 0, Options);
        else kestrel.ListenLocalhost(address.Port, Options);
    }

    private static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
