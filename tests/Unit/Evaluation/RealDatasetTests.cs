using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Catalog;
using MedHelm.Evaluation.Datasets;
using MedHelm.Testing.RealData;
using Xunit;

namespace MedHelm.Tests.Unit.Evaluation;

public sealed class RealDatasetTests
{
    private static readonly BenchmarkCatalog Catalog = BenchmarkCatalog.Load([BenchmarkCatalog.BundledFolder]);

    [RealDataFact]
    public void MedQA_has_1273_questions_with_four_tidy_options()
    {
        var dataset = Load("med_qa", 1273, skipped: 0);

        Assert.Equal(("0000", "1272"), (dataset.Instances[0].Id, dataset.Instances[^1].Id));
        Assert.All(dataset.Instances, i => Assert.Equal(4, i.References.Count));
        Assert.DoesNotContain(dataset.Instances.SelectMany(i => i.References), r => r.Text.Contains('\n') || r.Text.Count(c => c == '"') % 2 == 1);
        Assert.Equal([353, 309, 346, 265], Enumerable.Range(0, 4).Select(o => dataset.Instances.Count(i => i.References[o].Correct)));
    }

    [RealDataFact]
    public void PubMedQA_has_1000_questions_in_file_order()
    {
        var dataset = Load("pubmed_qa", 1000, skipped: 0);

        Assert.Equal("21645374", dataset.Instances[0].Id);
        Assert.Equal([552, 338, 110], Enumerable.Range(0, 3).Select(o => dataset.Instances.Count(i => i.References[o].Correct)));
    }

    [RealDataFact]
    public void ACI_Bench_has_120_encounters_in_MedHELMs_order()
    {
        var dataset = Load("aci_bench", 120, skipped: 0);

        Assert.Equal(["D2N088", "D2N168", "D2N128"], new[] { 0, 40, 80 }.Select(i => dataset.Instances[i].Id.Split('-')[0]));
    }

    [RealDataFact]
    public void MedicationQA_has_689_questions_with_an_answer()
    {
        var dataset = Load("medication_qa", 689, skipped: 1);

        Assert.Equal("2", dataset.Instances[0].Id);
        Assert.DoesNotContain(dataset.Instances, i => i.Id == "214");
    }

    private static LoadedDataset Load(string id, int count, int skipped)
    {
        var benchmark = Catalog.Find(id)!;
        Assert.Empty(DatasetReader.MissingFiles(benchmark, DatasetChoice.Full, RealDataFolder.Path));
        var dataset = DatasetReader.Read(benchmark, DatasetChoice.Full, RealDataFolder.Path);
        Assert.Equal((count, skipped), (dataset.Instances.Count, dataset.SkippedRows));
        Assert.All(dataset.Instances, i => Assert.Contains(i.Input, benchmark.RenderPrompt(i), StringComparison.Ordinal));
        return dataset;
    }
}
