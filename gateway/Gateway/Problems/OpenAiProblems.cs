using System.Text.Encodings.Web;

namespace MedHelm.Gateway.Problems;

/// <summary>Gives errors that the gateway itself meets on the paths of OpenAI's clients the form these read.</summary>
internal sealed class OpenAiProblems(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var response = context.Response;
        if (response is not { HasStarted: false, StatusCode: >= 400, ContentType: null }) return;
        var request = $"{context.Request.Method} {context.Request.Path}";
        await WriteAsync(context, response.StatusCode, response.StatusCode switch
        {
            StatusCodes.Status404NotFound => $"{request} is not offered. Of OpenAI's API there are POST /v1/chat/completions and GET /v1/models.",
            StatusCodes.Status405MethodNotAllowed => $"{request} is not offered; this path takes {response.Headers.Allow}.",
            StatusCodes.Status413PayloadTooLarge => "The body is larger than 16 MB.",
            _ => $"{request} could not be answered.",
        });
    }

    /// <summary>Answers with an error as OpenAI writes it. Its clients repeat 429 and 5xx by themselves.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string message)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = null;
        if (status == StatusCodes.Status503ServiceUnavailable) response.Headers.RetryAfter = "2";
        var (text, type) = (JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(message), status < 500 ? "invalid_request_error" : "server_error");
        await response.WriteAsync($$$"""{"error": {"message": "{{{text}}}", "type": "{{{type}}}", "param": null, "code": null}}""", context.RequestAborted);
    }
}
