using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MedHelm.Catalog;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Instances;
using MedHelm.Testing.RealData;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog;

public sealed class RealDatasetTests
{
    private static readonly BenchmarkCatalog Catalog = BenchmarkCatalog.LoadWith(null);

    [RealDataTheory]
    [InlineData("mtsamples_replicate", 427, 427)]
    [InlineData("medec", 597, 597)]
    [InlineData("medbullets", 308, 308)]
    [InlineData("aci_bench", 120, 120)]
    [InlineData("mtsamples_procedures", 128, 128)]
    [InlineData("medication_qa", 689, 689)]
    [InlineData("medi_qa", 150, 150)]
    [InlineData("race_based_med", 167, 167)]
    [InlineData("medcalc_bench", 1047, 1000)]
    [InlineData("med_qa", 2545, 1000)]
    [InlineData("pubmed_qa", 1000, 1000)]
    [InlineData("med_mcqa", 4183, 1000)]
    [InlineData("head_qa", 2675, 1000)]
    [InlineData("medhallu", 2000, 1000)]
    public void Protocol_medhelm_gives_HELMs_number_of_instances(string id, int pool, int sampled)
    {
        var benchmark = Catalog.Find(id, Protocols.MedHelm)!;
        var dataset = Load(benchmark);

        Assert.Equal(pool, dataset.Instances.Count);
        Assert.Equal(sampled, Select(benchmark, dataset).Count);
    }

    [RealDataTheory]
    [InlineData("medhallu", 2000)]
    [InlineData("med_qa", 2545)]
    [InlineData("med_mcqa", 4183)]
    [InlineData("head_qa", 2675)]
    [InlineData("medcalc_bench", 1047)]
    public void Protocol_medhelm_draws_the_instances_that_HELM_draws_in_its_order(string id, int pool)
    {
        var benchmark = Catalog.Find(id, Protocols.MedHelm)!;
        var drawn = Select(benchmark, Load(benchmark)).Select(i => i.Id);
        // HELM numbers the pool from 0 as id0, id1 ...; MedCalc-Bench brings row numbers, which count from 1.
        var positions = drawn.Select(name => id == "medcalc_bench" ? Number(name) - 1 : Number(name["id".Length..])).ToList();

        using var vectors = JsonDocument.Parse(File.ReadAllText(RealDataFolder.File("helm_sampling", "derived_helm_sampling_reference.json")));
        var expected = vectors.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("n").GetInt32() == pool);
        Assert.Equal(expected.GetProperty("first20_in_draw_order").EnumerateArray().Select(v => v.GetInt32()), positions.Take(20));
        Assert.Equal(expected.GetProperty("sha256_draw_order_csv").GetString(), Hash(string.Join(',', positions)));
    }

    [RealDataTheory]
    [InlineData("med_qa", 1273, 0)]
    [InlineData("pubmed_qa", 1000, 0)]
    [InlineData("aci_bench", 120, 0)]
    // 12 of the 689 answers say that there is none.
    [InlineData("medication_qa", 677, 13)]
    [InlineData("medec", 597, 328)]
    // 10 questions are there twice.
    [InlineData("medbullets", 298, 10)]
    // 8 notes with the same question and answer are there twice.
    [InlineData("medcalc_bench", 1039, 8)]
    public void Protocol_corrected_takes_every_row_that_its_stated_rules_do_not_skip(string id, int count, int skipped)
    {
        var dataset = Load(Catalog.Find(id)!);

        Assert.Equal((count, skipped), (dataset.Instances.Count, dataset.SkippedCount));
    }

    [RealDataFact]
    public void MedQA_options_are_tidy_and_its_gold_answers_spread_as_published()
    {
        var dataset = Load(Catalog.Find("med_qa")!);

        Assert.Equal(("0000", "1272"), (dataset.Instances[0].Id, dataset.Instances[^1].Id));
        Assert.DoesNotContain(dataset.Instances.SelectMany(i => i.References), r => r.Text.Contains('\n') || r.Text.Count(c => c == '"') % 2 == 1);
        Assert.Equal([353, 309, 346, 265], Enumerable.Range(0, 4).Select(o => dataset.Instances.Count(i => i.References[o].Correct)));
    }

    [RealDataFact]
    public void PubMedQA_gold_answers_spread_as_published() =>
        Assert.Equal([552, 338, 110], Enumerable.Range(0, 3).Select(o => Load(Catalog.Find("pubmed_qa")!).Instances.Count(i => i.References[o].Correct)));

    [RealDataFact]
    public void ACI_Bench_is_in_MedHELMs_order_of_test_sets()
    {
        var dataset = Load(Catalog.Find("aci_bench")!);

        Assert.Equal(["D2N088", "D2N168", "D2N128"], new[] { 0, 40, 80 }.Select(i => dataset.Instances[i].Id.Split('-')[0]));
    }

    [RealDataFact]
    public void Medec_has_311_notes_with_an_error_and_286_without() =>
        Assert.Equal(286, Load(Catalog.Find("medec")!).Instances.Count(i => i.References[0].Text == "CORRECT"));

    private static LoadedDataset Load(BenchmarkDefinition benchmark) =>
        DatasetReader.Read(benchmark, DatasetFolder.Of(benchmark, DatasetChoice.Full, RealDataFolder.Path));

    private static IReadOnlyList<DatasetInstance> Select(BenchmarkDefinition benchmark, LoadedDataset dataset) =>
        InstanceSelection.Select(dataset.Instances, new BenchmarkSelection { Benchmark = benchmark.Id }, benchmark);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
