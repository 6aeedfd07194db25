using System.Text;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers.Http;

/// <summary>Reads JSON of servers that nearly match their documentation: what is missing or of another kind counts as absent.</summary>
internal static class ReplyJson
{
    /// <summary>Reads a reply that says it succeeded.</summary>
    /// <exception cref="ProviderException">It cannot be read; the provider may bill it all the same.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no valid Unicode.
            throw Unreadable("The provider's reply is not valid JSON.");
        }
    }

    public static T Read<T>(string body, Func<JsonElement, T> read) => Read(Encoding.UTF8.GetBytes(body), read);

    /// <summary>A reply that says it succeeded and holds no answer. Where it holds no usage either, the provider may bill it without our knowing.</summary>
    public static ProviderException Unreadable(string message, Usage? usage = null) => new(FailureReason.ProviderError, message, passing: true)
    {
        Usage = usage ?? new Usage(),
        MaybeBilled = usage is null || usage.Equals(new Usage()),
    };

    public static bool TryGet(JsonElement parent, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value) && value.ValueKind == kind;
    }

    public static string? Text(JsonElement parent, string name) =>
        TryGet(parent, name, JsonValueKind.String, out var value) ? LenientText.Of(value) : null;

    /// <summary>A count of tokens; 0 where there is none, and never more than <see cref="TokenBuckets.MostTokens"/>.</summary>
    public static long Count(JsonElement parent, string name) =>
        TryGet(parent, name, JsonValueKind.Number, out var value) && value.TryGetDouble(out var count) ? (long)Math.Clamp(count, 0, TokenBuckets.MostTokens) : 0;

    public static bool Has(JsonElement parent, string name) => TryGet(parent, name, JsonValueKind.Number, out _);

    public static bool True(JsonElement parent, string name) => TryGet(parent, name, JsonValueKind.True, out _);

    public static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        TryGet(parent, name, JsonValueKind.Array, out var list) ? list.EnumerateArray() : [];
}
