using System.Security.Cryptography;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace MedHelm.Catalog.Yaml;

/// <summary>A YAML file of one mapping, with the hash of its text.</summary>
internal sealed record YamlFile(YamlMap Root, string Sha256)
{
    private const int DeepestNesting = 32;
    private const long LargestBytes = 1 << 20;

    /// <summary>Null when the file cannot be read at all; the reason is then among the problems.</summary>
    public static YamlFile? Open(string path, ProblemList problems)
    {
        try
        {
            if (new FileInfo(path).Length > LargestBytes)
                throw new InvalidDataException("is larger than 1 MiB; a definition is a page of text, data belongs in dataset files.");
            // Line endings are normalised so that a checkout on Windows gives the same hash.
            var text = File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true)).ReplaceLineEndings("\n");
            RefuseWhatCatalogsDoNotUse(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
                throw new InvalidDataException("must hold exactly one YAML mapping (lines of \"key: value\").");
            return new(new YamlMap(root, path, problems), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
        }
        catch (YamlException e)
        {
            problems.Add(path, (int)Math.Max(1, e.Start.Line), $"is not valid YAML: {(e.InnerException ?? e).Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or DecoderFallbackException)
        {
            problems.Add(path, 1, e is DecoderFallbackException ? "is not UTF-8 text; save it as UTF-8." : e.Message);
        }

        return null;
    }

    // Aliases can make a small file huge, and deep nesting can exhaust the stack of a recursive reader.
    private static void RefuseWhatCatalogsDoNotUse(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            depth += current.NestingIncrease;
            if (depth > DeepestNesting)
                throw new YamlException(current.Start, current.End, $"nested deeper than {DeepestNesting} levels");
            if (current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false } || (current is NodeEvent node && !node.Tag.IsEmpty))
                throw new YamlException(current.Start, current.End, "anchors, aliases and tags are not supported; write the value out");
        }
    }
}
