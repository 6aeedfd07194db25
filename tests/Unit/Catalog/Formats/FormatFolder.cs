using System.IO.Compression;
using System.Text;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Datasets.Formats;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Tests.Unit.Catalog.Formats;

/// <summary>Writes files and reads their rows; what was skipped is noted. Gone when the test ends.</summary>
internal sealed class FormatFolder : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("medhelm-formats-").FullName;

    public List<string> Skipped { get; } = [];

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Zip(string name, params (string Name, string Text)[] entries)
    {
        var path = Path.Combine(folder, name);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (entry, text) in entries)
        {
            using var stream = zip.CreateEntry(entry).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return path;
    }

    public List<Row> Read(RowLayout layout, params string[] paths) =>
        [.. RowFiles.Read([.. paths.Select(p => new SourceFile(p))], layout, Skipped.Add)];

    public List<Row> ReadText(RowLayout layout, string text) => Read(layout, Write("data.txt", text));

    public string Refusal(RowLayout layout, params string[] paths) =>
        Xunit.Assert.Throws<RowFormatException>(() => Read(layout, paths)).Message;

    public string RefusalOfText(RowLayout layout, string text) => Refusal(layout, Write("data.txt", text));

    public string[] Names() => [.. Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
