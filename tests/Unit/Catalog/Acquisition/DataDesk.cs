using System.Security.Cryptography;
using MedHelm.Catalog;
using MedHelm.Catalog.Acquisition;

namespace MedHelm.Tests.Unit.Catalog.Acquisition;

/// <summary>A catalog of a test's own and a dataset folder, gone when the test ends.</summary>
internal sealed class DataDesk : IDisposable
{
    private readonly string scratch = Directory.CreateTempSubdirectory("medhelm-").FullName;

    public string CatalogFolder => Path.Combine(scratch, "catalog");

    public string Root => Path.Combine(scratch, "data");

    public BenchmarkCatalog Catalog => BenchmarkCatalog.Load([CatalogFolder]);

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A path beside catalog and data.</summary>
    public string At(string name) => Path.Combine(scratch, name);

    /// <param name="id">The benchmark.</param>
    /// <param name="dataset">Lines under "dataset", beside its format.</param>
    /// <param name="tier">Of the data.</param>
    /// <param name="licence">The terms.</param>
    public DataDesk Define(string id, string dataset, string tier = "public", string licence = "Open Licence 1.0")
    {
        Directory.CreateDirectory(Path.Combine(CatalogFolder, "benchmarks"));
        File.WriteAllText(Path.Combine(CatalogFolder, "benchmarks", id + ".yaml"), $$$"""
            id: {{{id}}}
            version: 1
            display_name: Of {{{id}}}
            description: What a test needs.
            category: Clinical Decision Support
            subcategory: Supporting Diagnostic Decisions
            data_tier: {{{tier}}}
            source:
              url: https://example.org/{{{id}}}
            access: Ask the owner of {{{id}}}.
            licence: {{{licence}}}
            citation: None.
            dataset:
              format: text
            {{{Indented(dataset)}}}
            mapping:
              id: "{{ row.name }}"
              input: "{{ row.text }}"
              reference: "{{ row.text }}"
            adaptation: generation
            prompt: "{{ input }}"
            parameters:
              max_output_tokens: 16
            metrics: [exact_match]
            """.Replace(tier == "public" ? $"access: Ask the owner of {id}.\n" : "\0", "", StringComparison.Ordinal));
        return this;
    }

    /// <summary>A benchmark of one file.</summary>
    public DataDesk DefineFile(string id, string? url, byte[]? expected, string tier = "public", string path = "notes.txt") =>
        Define(id, $"""
            files:
              - path: {path}
            {(url is null ? "" : $"    url: {url}")}
            {(expected is null ? "" : $"    expected_sha256: {Sha256(expected)}")}
            """, tier);

    public BenchmarkFiles Files(string id) => BenchmarkFiles.Of(Catalog, id, Root);

    public string Put(string path, byte[] content)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return full;
    }

    /// <summary>Every file under the dataset folder but the lock, with "/" between parts.</summary>
    public IReadOnlyList<string> Everything() => Directory.Exists(Root)
        ? [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/')).Where(f => f != ".medhelm/lock").Order(StringComparer.Ordinal)]
        : [];

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Where(l => l.Trim().Length > 0).Select(l => "  " + l.TrimEnd('\r')));
}
