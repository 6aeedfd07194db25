using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace MedHelm.Gateway.Listening;

/// <summary>Where <see cref="EdgeListening"/> listens, in a form that this machine can dial. Known once the host has started.</summary>
public sealed record EdgeAddresses(Uri Http, Uri Grpc)
{
    /// <summary>Reads the addresses that were bound.</summary>
    /// <exception cref="InvalidOperationException">The host has not started, or does not listen by EdgeListening.</exception>
    public static EdgeAddresses Of(IServiceProvider services)
    {
        var bound = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.ToArray() ?? [];
        return bound.Length == 2
            ? new(Dialable(bound[0]), Dialable(bound[1]))
            : throw new InvalidOperationException($"Expected the two addresses of EdgeListening, found {bound.Length}. Ask after the host has started.");
    }

    private static Uri Dialable(string bound)
    {
        var uri = new UriBuilder(bound);
        if (IPAddress.TryParse(uri.Host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
            uri.Host = "localhost";
        return uri.Uri;
    }
}
