using Yarp.ReverseProxy.Configuration;

namespace MedHelm.Gateway.Routing;

/// <summary>The paths that OpenAI's clients call. No contract names them: their form is OpenAI's, errors included.</summary>
internal static class OpenAiPaths
{
    /// <summary>Inference at its address for HTTP/1.1, where it has one: the same call costs half there.</summary>
    public const string PlainCluster = "inferencehttp";

    private const string Owner = "inference";
    private static readonly PathString Chat = "/v1/chat";
    private static readonly PathString Models = "/v1/models";

    public static IReadOnlyList<RouteConfig> Routes(bool plain) =>
    [
        new() { RouteId = "OpenAI chat", ClusterId = plain ? PlainCluster : Owner, Match = new RouteMatch { Path = "/v1/chat/completions", Methods = [HttpMethods.Post] } },
        new() { RouteId = "OpenAI models", ClusterId = plain ? PlainCluster : Owner, Match = new RouteMatch { Path = "/v1/models/{**id}", Methods = [HttpMethods.Get] } },
    ];

    public static bool Holds(PathString path) =>
        path.StartsWithSegments(Chat, StringComparison.Ordinal) || path.StartsWithSegments(Models, StringComparison.Ordinal);
}
