using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Rpc;
using Microsoft.AspNetCore.WebUtilities;

namespace MedHelm.Gateway.Problems;

/// <summary>
/// An error at the JSON edge (RFC 9457). Code is the gRPC status by name and Reason the ErrorInfo's, both for programs;
/// Errors names every violation of an invalid request.
/// </summary>
internal sealed record Problem(string Type, string Title, int Status, string Detail, string? Code = null, string? Reason = null, IReadOnlyList<FieldProblem>? Errors = null)
{
    public const string ContentType = "application/problem+json";

    // The answer is never HTML, so quotes need no escaping for its sake.
    private static readonly ProblemJson Readable = new(new JsonSerializerOptions(ProblemJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The problem that a gRPC status tells of.</summary>
    public static Problem Of(Google.Rpc.Status status, int? httpStatus = null)
    {
        var code = Enum.IsDefined((Code)status.Code) ? (Code)status.Code : Google.Rpc.Code.Unknown;
        var errors = status.GetDetail<BadRequest>()?.FieldViolations.Select(v => new FieldProblem(v.Field, v.Description)).ToList();
        return Of(code, status.Message, status.GetDetail<ErrorInfo>()?.Reason, httpStatus) with { Errors = errors is { Count: > 0 } ? errors : null };
    }

    /// <summary>The problem that a gRPC code tells of.</summary>
    public static Problem Of(Code code, string detail, string? reason = null, int? httpStatus = null) => new(
        $"urn:medhelm:problem:{Name(code, "-")}",
        char.ToUpperInvariant(Name(code, " ")[0]) + Name(code, " ")[1..],
        httpStatus ?? HttpStatus(code),
        detail,
        Name(code, "_").ToUpperInvariant(),
        reason);

    /// <summary>A problem that HTTP itself names.</summary>
    public static Problem Of(int httpStatus, string detail) => new("about:blank", ReasonPhrases.GetReasonPhrase(httpStatus), httpStatus, detail);

    /// <summary>Answers with this problem.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = null;
        context.Response.Headers.CacheControl = "no-store";
        if (Status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "2";
        await context.Response.WriteAsync(ToJson(), context.RequestAborted);
    }

    public string ToJson() => JsonSerializer.Serialize(this, Readable.Problem);

    private static string Name(Code code, string separator) =>
        string.Concat(code.ToString().Select((c, i) => (i > 0 && char.IsUpper(c) ? separator : "") + char.ToLowerInvariant(c)));

    // The mapping of google.rpc.Code, which the services' transcoding uses too.
    private static int HttpStatus(Code code) => code switch
    {
        Google.Rpc.Code.Ok => 200,
        Google.Rpc.Code.InvalidArgument or Google.Rpc.Code.FailedPrecondition or Google.Rpc.Code.OutOfRange => 400,
        Google.Rpc.Code.Unauthenticated => 401,
        Google.Rpc.Code.PermissionDenied => 403,
        Google.Rpc.Code.NotFound => 404,
        Google.Rpc.Code.AlreadyExists or Google.Rpc.Code.Aborted => 409,
        Google.Rpc.Code.ResourceExhausted => 429,
        Google.Rpc.Code.Cancelled => 499,
        Google.Rpc.Code.Unimplemented => 501,
        Google.Rpc.Code.Unavailable => 503,
        Google.Rpc.Code.DeadlineExceeded => 504,
        _ => 500,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
