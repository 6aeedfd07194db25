using Microsoft.AspNetCore.Http.Features;

namespace MedHelm.Gateway.Problems;

/// <summary>Gives every error under /v1 the form application/problem+json, whoever answered with it. gRPC is not touched.</summary>
internal sealed class ProblemResponses(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var capture = new ErrorCapture(context.Response, inner);
        context.Features.Set<IHttpResponseBodyFeature>(capture);
        try
        {
            await next(context);
            await capture.FinishAsync();
        }
        finally
        {
            context.Features.Set(inner);
        }

        var response = context.Response;
        if (capture.Held is { } error) await TranscodedError.Read(error, response.StatusCode).WriteAsync(context);
        else if (response is { HasStarted: false, StatusCode: >= 400, ContentType: null }) await Problem.Of(response.StatusCode, Explain(context)).WriteAsync(context);
    }

    private static string Explain(HttpContext context)
    {
        var request = $"{context.Request.Method} {context.Request.Path}";
        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => $"There is no {request}. The paths are those of the google.api.http annotations in protos/.",
            StatusCodes.Status405MethodNotAllowed => $"{request} is not offered; this path takes {context.Response.Headers.Allow}.",
            StatusCodes.Status413PayloadTooLarge => "The request body is too large; send it in several requests.",
            _ => $"{request} could not be answered.",
        };
    }
}
