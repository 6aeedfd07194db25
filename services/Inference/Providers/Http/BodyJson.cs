using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers.Http;

/// <summary>Builds the JSON that is sent.</summary>
internal static class BodyJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The body's bytes, with the request's own options laid over it and the deployment's extra fields over both: a deployment
    /// insists, as with its parameters.
    /// </summary>
    /// <param name="body">What the service writes itself.</param>
    /// <param name="request">Gives both sets of further fields.</param>
    /// <param name="reserved">Fields that neither may set; a dot leads into an object.</param>
    /// <exception cref="ProviderException">The options are no object, or set a reserved field.</exception>
    public static byte[] Write(JsonObject body, ProviderRequest request, IReadOnlyCollection<string> reserved)
    {
        if (request.ProviderOptions.Length > 0) LayOptions(body, request, reserved);
        if (request.Deployment.ExtraBody.Length > 0) Lay(body, JsonNode.Parse("{" + request.Deployment.ExtraBody + "}")!.AsObject());
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options)) body.WriteTo(json);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>JSON that came as text, such as a schema. Null where there is none.</summary>
    /// <exception cref="ProviderException">It is no JSON.</exception>
    public static JsonNode? Parsed(string json, string what)
    {
        if (json.Length == 0) return null;
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            throw Invalid($"{what} must be JSON.");
        }
    }

    public static ProviderException Invalid(string message) => new(FailureReason.InvalidRequest, message);

    private static void LayOptions(JsonObject body, ProviderRequest request, IReadOnlyCollection<string> reserved)
    {
        try
        {
            if (Parsed(request.ProviderOptions, "provider_options") is not JsonObject options) throw Invalid("provider_options must be a JSON object.");
            foreach (var path in reserved)
                if (Sets(options, path)) throw Invalid($"provider_options must not set '{path}': the service writes it itself, from the request's own fields.");
            Lay(body, options);
        }
        catch (ArgumentException)
        {
            // Thrown at the first look into an object that has a name twice.
            throw Invalid("provider_options names a field twice.");
        }
    }

    private static bool Sets(JsonObject options, string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? options.ContainsKey(path) : options[path[..dot]] is JsonObject inner && Sets(inner, path[(dot + 1)..]);
    }

    private static void Lay(JsonObject body, JsonObject over)
    {
        foreach (var (name, value) in over)
            if (value is JsonObject inner && body[name] is JsonObject own) Lay(own, inner);
            else body[name] = value?.DeepClone();
    }
}
