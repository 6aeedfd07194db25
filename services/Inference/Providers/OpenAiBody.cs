using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MedHelm.Inference.Providers;

internal static class OpenAiBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(ProviderRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>(request.Prompt.Length + 256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            var parameters = request.Parameters;
            json.WriteStartObject();
            json.WriteString("model", request.Deployment.Model);
            json.WriteStartArray("messages");
            json.WriteStartObject();
            json.WriteString("role", "user");
            json.WriteString("content", request.Prompt);
            json.WriteEndObject();
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
