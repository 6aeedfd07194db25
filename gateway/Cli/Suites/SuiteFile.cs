using MedHelm.Contracts.Evaluation.V1;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MedHelm.Cli.Suites;

/// <summary>A user's own selection of models and benchmarks, in YAML: id, description, deployments,
/// benchmarks (each id, data, max_instances, instance_ids), jurors.</summary>
public static class SuiteFile
{
    /// <summary>True when the text names a file rather than a suite of the catalog.</summary>
    public static bool LooksLikePath(string text) =>
        text.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        || text.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
        || text.Contains('/', StringComparison.Ordinal)
        || text.Contains('\\', StringComparison.Ordinal);

    /// <summary>Reads the file whole; nothing is asked of a service.</summary>
    /// <exception cref="SuiteFileException">Names everything that is wrong, with file, line and key.</exception>
    public static RunSpec Read(string path) => Parse(path, Text(path));

    internal static RunSpec Parse(string file, string yaml)
    {
        var reader = new SuiteReader(file);
        var spec = Root(file, yaml, reader) is { } root ? reader.Spec(root) : new RunSpec();
        return reader.Errors.Count == 0 ? spec : throw new SuiteFileException([.. reader.Errors.OrderBy(e => e.Line)]);
    }

    private static YamlNode? Root(string file, string yaml, SuiteReader reader)
    {
        YamlStream stream;
        try
        {
            stream = PlainYaml.Load(yaml);
        }
        catch (YamlException error)
        {
            throw new SuiteFileException([new(file, error.Start.Line, "", $"not valid YAML: {error.InnerException?.Message ?? error.Message}")]);
        }
        if (stream.Documents.Count == 1)
            return stream.Documents[0].RootNode;
        reader.Reject(1, "", stream.Documents.Count == 0 ? "the file is empty" : "the file holds more than one document; a suite is one");
        return null;
    }

    private static string Text(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > PlainYaml.LargestLength })
                throw new SuiteFileException([new(path, 1, "", "is larger than 1 MiB; a suite is a page of text")]);
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SuiteFileException([new(path, 1, "", $"cannot be read: {error.Message}")]);
        }
    }
}
