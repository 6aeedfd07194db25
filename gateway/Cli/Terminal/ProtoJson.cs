using System.Text.Json.Nodes;
using Google.Protobuf;

namespace MedHelm.Cli.Terminal;

/// <summary>Proto JSON as the project writes it everywhere: indented by two spaces, "\n" line ends, defaults left out.</summary>
internal static class ProtoJson
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithIndentation("  "));

    /// <summary>As part of a larger object.</summary>
    public static JsonObject Node(IMessage message) => (JsonObject)JsonNode.Parse(JsonFormatter.Default.Format(message))!;

    public static string Format(IMessage message)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Formatter.Format(message, writer);
        writer.Write('\n');
        return writer.ToString();
    }
}
