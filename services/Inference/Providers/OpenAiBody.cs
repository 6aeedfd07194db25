using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers;

internal static class OpenAiBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(ProviderRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            var parameters = request.Parameters;
            json.WriteStartObject();
            json.WriteString("model", request.Deployment.Model);
            json.WriteStartArray("messages");
            foreach (var message in request.Conversation!.Messages)
            {
                json.WriteStartObject();
                json.WriteString("role", message.Role switch { Role.System => "system", Role.Assistant => "assistant", Role.Tool => "tool", _ => "user" });
                json.WriteString("content", message.Content);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (parameters.HasTemperature) json.WriteNumber("temperature", parameters.Temperature);
            if (parameters.HasTopP) json.WriteNumber("top_p", parameters.TopP);
            if (parameters.MaxOutputTokens > 0) json.WriteNumber(request.Deployment.MaxTokensField, parameters.MaxOutputTokens);
            if (parameters.HasSeed) json.WriteNumber("seed", parameters.Seed);
            if (parameters.Stop.Count > 0)
            {
                json.WriteStartArray("stop");
                foreach (var stop in parameters.Stop) json.WriteStringValue(stop);
                json.WriteEndArray();
            }
            if (request.Deployment.ExtraBody.Length > 0)
            {
                using var extra = JsonDocument.Parse("{" + request.Deployment.ExtraBody + "}");
                foreach (var field in extra.RootElement.EnumerateObject()) field.WriteTo(json);
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
