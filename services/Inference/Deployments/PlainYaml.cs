using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace MedHelm.Inference.Deployments;

/// <summary>Loads YAML without what a deployments file does not use and a hostile file would.</summary>
internal static class PlainYaml
{
    public const int LargestLength = 1 << 20;
    private const int DeepestNesting = 20;

    /// <exception cref="YamlException">It is no YAML, or uses more than plain maps, lists and values.</exception>
    public static YamlStream Load(string text)
    {
        Refuse(text);
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream;
    }

    /// <summary>The text of a file that people wrote.</summary>
    /// <exception cref="IOException">It cannot be read, or is too long to be what it should be.</exception>
    public static string ReadFile(string file, string what) => new FileInfo(file) is { Exists: true, Length: > LargestLength }
        ? throw new IOException($"is larger than 1 MiB; {what} is a page of text.")
        : File.ReadAllText(file);

    // The loader is recursive, so deep nesting would end the process; aliases can make a small file huge.
    private static void Refuse(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            depth += current.NestingIncrease;
            if (depth > DeepestNesting)
                throw new YamlException(current.Start, current.End, $"nested deeper than {DeepestNesting} levels");
            if (current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false })
                throw new YamlException(current.Start, current.End, "anchors, aliases and tags are not supported; write the value out");
        }
    }
}
