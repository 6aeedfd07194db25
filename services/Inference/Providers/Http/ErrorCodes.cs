using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MedHelm.Inference.Providers.Http;

/// <summary>Finds the code of an error, which is all that is ever passed on of its text: the rest may quote the prompt, or the key.</summary>
internal static partial class ErrorCodes
{
    /// <summary>Codes in capitals, told from words of the request by being known: google.rpc's, and those of AWS.</summary>
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        "INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE", "UNAUTHENTICATED", "PERMISSION_DENIED", "NOT_FOUND", "ABORTED", "ALREADY_EXISTS",
        "RESOURCE_EXHAUSTED", "CANCELLED", "DATA_LOSS", "UNKNOWN", "INTERNAL", "UNIMPLEMENTED", "UNAVAILABLE", "DEADLINE_EXCEEDED", "API_KEY_INVALID",
        "AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException", "InvalidSignatureException", "IncompleteSignatureException",
        "MissingAuthenticationTokenException", "ThrottlingException", "ServiceQuotaExceededException", "ModelNotReadyException", "ModelTimeoutException",
        "ModelErrorException", "ModelStreamErrorException", "InternalServerException", "ServiceUnavailableException", "ValidationException", "ResourceNotFoundException",
    ], StringComparer.Ordinal);

    /// <summary>The code in an error's body; empty when there is none.</summary>
    public static string Of(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Of(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    /// <summary>The code in a reply with a field "error"; empty when there is none.</summary>
    public static string Of(JsonElement reply)
    {
        if (!ReplyJson.TryGet(reply, "error", JsonValueKind.Object, out var error)) return Plain(ReplyJson.Text(reply, "__type") ?? "");
        // Gemini says only here that the key is what is wrong.
        foreach (var detail in ReplyJson.Items(error, "details"))
            if (ReplyJson.Text(detail, "reason") == "API_KEY_INVALID") return "API_KEY_INVALID";
        return new[] { "code", "type", "status" }.Select(name => ReplyJson.Text(error, name)).FirstOrDefault(said => said is { Length: > 0 }) is { } found ? Plain(found) : "";
    }

    /// <summary>The text where it is plainly a code: words in lower case, or one that is known.</summary>
    public static string Plain(string said)
    {
        // AWS appends the address of a schema, or puts one before.
        var name = said.Split(':')[0].Split('#')[^1];
        return Known.Contains(name) ? name : Words().IsMatch(said) ? said : "";
    }

    [GeneratedRegex(@"^[a-z][a-z_]{2,63}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Words();
}
