using Yarp.ReverseProxy.Configuration;

namespace MedHelm.Gateway.Routing;

/// <summary>The paths that OpenAI's clients call. No contract names them: their form is OpenAI's, errors included.</summary>
internal static class OpenAiPaths
{
    /// <summary>Inference at its address for HTTP/1.1, where it has one: the same call costs half there.</summary>
    public const string PlainCluster = "inferencehttp";

    private const string Owner = "inference";
    // Two of them are not offered; their clients read the refusal all the same.
    private static readonly PathString[] Paths = ["/v1/chat", "/v1/models", "/v1/embeddings", "/v1/completions"];

    public static IReadOnlyList<RouteConfig> Routes(bool plain) =>
    [
        new() { RouteId = "OpenAI chat", ClusterId = plain ? PlainCluster : Owner, Match = new RouteMatch { Path = "/v1/chat/completions", Methods = [HttpMethods.Post] } },
        new() { RouteId = "OpenAI models", ClusterId = plain ? PlainCluster : Owner, Match = new RouteMatch { Path = "/v1/models/{**id}", Methods = [HttpMethods.Get] } },
    ];

    public static bool Holds(PathString path)
    {
        foreach (var held in Paths)
            if (path.StartsWithSegments(held, StringComparison.Ordinal)) return true;
        return false;
    }
}
