using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MedHelm.Catalog.Imports;

/// <summary>Builds YAML nodes that are read back as exactly the text that went in.</summary>
internal static class YamlText
{
    // YAML ends a comment there too.
    private const char LineSeparator = '\u2028';
    private const char ParagraphSeparator = '\u2029';

    public static YamlMappingNode Map(params IReadOnlyList<(string Key, YamlNode? Value)> entries)
    {
        var map = new YamlMappingNode();
        foreach (var (key, value) in entries)
        {
            if (value is not null)
                map.Add(new YamlScalarNode(key), value);
        }

        return map;
    }

    /// <summary>Several lines as a block, so that people can read and change them; else in quotation marks, so that nothing in it is YAML.</summary>
    public static YamlScalarNode Text(string text) =>
        new(text) { Style = text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted };

    /// <summary>A word or number of our own.</summary>
    public static YamlScalarNode Plain(FormattableString word) => new(FormattableString.Invariant(word)) { Style = ScalarStyle.Plain };

    public static YamlScalarNode Nothing => Plain($"~");

    public static YamlSequenceNode List(IEnumerable<YamlNode> items) => new(items);

    /// <summary>The document, with line feeds as line ends.</summary>
    public static string Write(YamlMappingNode root, string comment)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        foreach (var line in comment.Split('\n'))
            writer.Write($"# {string.Concat(line.Select(c => char.IsControl(c) || c is LineSeparator or ParagraphSeparator ? ' ' : c))}\n");
        var settings = EmitterSettings.Default.WithBestWidth(int.MaxValue).WithIndentedSequences();
        new YamlStream(new YamlDocument(root)).Save(new DocumentsOnly(new Emitter(writer, settings)), assignAnchors: false);
        return writer.ToString();
    }

    // Without the "..." that ends a stream.
    private sealed class DocumentsOnly(IEmitter emitter) : IEmitter
    {
        public void Emit(YamlDotNet.Core.Events.ParsingEvent @event) => emitter.Emit(@event is YamlDotNet.Core.Events.DocumentEnd ? new YamlDotNet.Core.Events.DocumentEnd(isImplicit: true) : @event);
    }
}
