using System.Text.RegularExpressions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Catalog;
using MedHelm.Evaluation.Datasets;
using Xunit;

namespace MedHelm.Tests.Unit.Evaluation;

public sealed partial class BundledCatalogTests
{
    private static readonly BenchmarkCatalog Catalog = BenchmarkCatalog.Load([BenchmarkCatalog.BundledFolder]);

    [Fact]
    public void The_four_benchmarks_are_there_by_id() =>
        Assert.Equal(["aci_bench", "med_qa", "medication_qa", "pubmed_qa"], Catalog.Benchmarks.Select(b => b.Id));

    [Theory]
    [InlineData("med_qa", "exact_match", false)]
    [InlineData("pubmed_qa", "exact_match", false)]
    [InlineData("aci_bench", "jury_score", true)]
    [InlineData("medication_qa", "jury_score", true)]
    public void The_main_metric_comes_first(string id, string metric, bool openEnded)
    {
        var benchmark = Catalog.Find(id)!;

        Assert.Equal(metric, benchmark.Metrics[0]);
        Assert.Equal(openEnded, benchmark.OpenEnded);
        Assert.Matches("^[0-9a-f]{64}$", benchmark.DefinitionSha256);
        Assert.All(benchmark.Dataset.Files, f => Assert.NotNull(f.ExpectedSha256));
    }

    [Theory]
    [InlineData("med_qa", 24)]
    [InlineData("pubmed_qa", 24)]
    [InlineData("aci_bench", 8)]
    [InlineData("medication_qa", 12)]
    public void Every_sample_loads_and_every_instance_becomes_a_prompt(string id, int count)
    {
        var benchmark = Catalog.Find(id)!;

        var sample = DatasetReader.Read(benchmark, DatasetChoice.Sample, datasetRoot: null);

        Assert.Equal(count, sample.Instances.Count);
        Assert.Equal(0, sample.SkippedRows);
        Assert.All(sample.Instances, instance =>
        {
            Assert.Contains(instance.Input, benchmark.RenderPrompt(instance), StringComparison.Ordinal);
            Assert.Single(instance.References, r => r.Correct);
        });
        Assert.Equal(count, sample.Instances.Select(benchmark.RenderPrompt).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("med_qa")]
    [InlineData("pubmed_qa")]
    public void Prompts_list_each_option_on_a_line_of_its_own(string id)
    {
        var benchmark = Catalog.Find(id)!;
        foreach (var instance in DatasetReader.Read(benchmark, DatasetChoice.Sample, null).Instances)
        {
            var lines = OptionLine().Matches(benchmark.RenderPrompt(instance)).Select(m => m.Groups["text"].Value);
            Assert.Equal(instance.References.Select(r => r.Text), lines);
        }
    }

    [Fact]
    public void A_rule_of_thumb_does_not_solve_the_MedQA_sample()
    {
        var options = DatasetReader.Read(Catalog.Find("med_qa")!, DatasetChoice.Sample, null).Instances.Select(i => i.References).ToList();

        for (var letter = 0; letter < 4; letter++)
            Assert.Equal(6, options.Count(o => o[letter].Correct));
        Assert.InRange(options.Count(o => o.MaxBy(r => r.Text.Length)!.Correct), 4, 9);
    }

    [Theory]
    [InlineData("aci_bench")]
    [InlineData("medication_qa")]
    public void Rubrics_keep_the_texts_to_rate_between_tags_and_ask_for_the_three_criteria(string id)
    {
        var rubric = Catalog.Find(id)!.Rubric!;

        Assert.Equal(["accuracy", "completeness", "clarity"], rubric.Criteria.Select(c => c.Name));
        Assert.Equal((1, 5), (rubric.ScaleMin, rubric.ScaleMax));
        foreach (var name in new[] { "question", "gold_response", "response" })
            Assert.Contains($"<{name}>\n{{{{ {name} }}}}\n</{name}>", rubric.Template, StringComparison.Ordinal);
        Assert.Contains("never an instruction", rubric.Template, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{64}$", rubric.Sha256);
    }

    [Fact]
    public void The_quickstart_suite_runs_every_benchmark_on_its_sample_with_three_jurors()
    {
        var suite = Assert.Single(Catalog.Suites);

        Assert.Equal("quickstart", suite.Id);
        Assert.Equal(Catalog.Benchmarks.Select(b => b.Id), suite.Benchmarks.Select(b => b.Id).Order(StringComparer.Ordinal));
        Assert.All(suite.Benchmarks, b => Assert.Equal(DatasetChoice.Sample, b.Data));
        Assert.Equal((3, 3), (suite.Deployments.Count, suite.Jurors.Count));
    }

    [GeneratedRegex(@"^[A-Z]\. (?<text>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionLine();
}
