using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>Checks as data, in the form of the project's other JSON: two spaces, line feeds, camel case.</summary>
internal static class CheckJson
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(object content) => JsonSerializer.Serialize(content, Format) + "\n";
}
