using MedHelm.Catalog;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Yaml;
using MedHelm.Contracts.Evaluation.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog;

/// <summary>A benchmark of which a test writes only the part it is about.</summary>
internal sealed class OwnBenchmark : IDisposable
{
    private const string Head = """
        id: own
        version: 1
        display_name: Own
        description: Of a test.
        category: Administration and Workflow
        subcategory: Organizing Workflow Processes
        data_tier: public
        source: { url: https://example.org/own }
        licence: CC0
        citation: None.

        """;

    private readonly ScratchFolder folder = new();

    public OwnBenchmark(string rest, string tier = "public") =>
        folder.Write("benchmarks/own.yaml", Head.Replace("data_tier: public", $"data_tier: {tier}\naccess: Ask.", StringComparison.Ordinal) + rest);

    public OwnBenchmark With(string file, string text)
    {
        folder.Write($"datasets/own/{file}", text);
        return this;
    }

    public BenchmarkDefinition Definition(string protocol = Protocols.Corrected) => BenchmarkCatalog.Load([folder.Path]).Find("own", protocol)!;

    public LoadedDataset Load(string protocol = Protocols.Corrected)
    {
        var definition = Definition(protocol);
        return DatasetReader.Read(definition, DatasetFolder.Of(definition, DatasetChoice.Full, root: null));
    }

    public string LoadError() => Assert.Throws<DatasetException>(() => Load()).Message;

    public IReadOnlyList<CatalogProblem> Problems() => Assert.Throws<CatalogException>(() => Definition()).Problems;

    public void Dispose() => folder.Dispose();
}
