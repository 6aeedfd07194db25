using System.Globalization;
using MedHelm.Gateway.Problems;
using Yarp.ReverseProxy.Forwarder;

namespace MedHelm.Gateway.Routing;

/// <summary>Says in the caller's own protocol that a service does not answer, where the proxy gives a bare 502.</summary>
internal sealed class UnreachableServices(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        // With a content type the service did answer, though it may not have read the whole request.
        if (context.Response is not { HasStarted: false, ContentType: null }) return;
        if (context.GetForwarderErrorFeature() is not { } failure || !IsUpstream(failure.Error)) return;
        var message = Unreachable.Message(context.GetReverseProxyFeature().Cluster.Config.ClusterId);
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) is true) Answer(context.Response, message);
        else if (OpenAiPaths.Holds(context.Request.Path)) await OpenAiProblems.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, message);
        else await Problem.Of(Google.Rpc.Code.Unavailable, message, Unreachable.Reason).WriteAsync(context);
    }

    // Trailers-only: the status goes in the headers of a response without a body.
    private static void Answer(HttpResponse response, string message)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = ((int)Google.Rpc.Code.Unavailable).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Uri.EscapeDataString(message);
    }

    private static bool IsUpstream(ForwarderError error) => error is
        ForwarderError.Request or ForwarderError.RequestTimedOut or ForwarderError.RequestBodyDestination or
        ForwarderError.ResponseHeaders or ForwarderError.NoAvailableDestinations;
}
