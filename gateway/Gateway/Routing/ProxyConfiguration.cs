using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace MedHelm.Gateway.Routing;

/// <summary>The proxy's routes and clusters, derived from the contracts, and those of OpenAI's clients.</summary>
internal static class ProxyConfiguration
{
    // A stream of a run may rest for as long as a provider holds everything up; a peer that is gone is found by pings.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);

    public static IReadOnlyList<RouteConfig> Routes(bool plainInference = false) =>
    [
        .. PublicServices.All.Select(service => new RouteConfig
        {
            RouteId = service.FullName,
            ClusterId = PublicServices.OwnerOf(service),
            Match = new RouteMatch { Path = $"/{service.FullName}/{{method}}", Methods = [HttpMethods.Post] },
        }),
        .. PublicServices.All.SelectMany(JsonRoute.Of).Select(route => new RouteConfig
        {
            RouteId = $"{route.HttpMethod} {route.Pattern}",
            ClusterId = route.Owner,
            Match = new RouteMatch { Path = route.Pattern, Methods = [route.HttpMethod] },
        }),
        .. OpenAiPaths.Routes(plainInference),
    ];

    public static IReadOnlyList<ClusterConfig> Clusters(IReadOnlyDictionary<string, Uri> addresses) =>
    [
        .. addresses.Select(service => new ClusterConfig
        {
            ClusterId = service.Key,
            Destinations = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal)
            {
                [service.Key] = new() { Address = service.Value.AbsoluteUri },
            },
            // The services speak nothing but HTTP/2, except where Inference has a second address.
            HttpRequest = new ForwarderRequestConfig
            {
                Version = service.Key == OpenAiPaths.PlainCluster ? HttpVersion.Version11 : HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                ActivityTimeout = LongestSilence,
            },
        }),
    ];
}
