using System.Text.RegularExpressions;
using MedHelm.Catalog;
using MedHelm.Catalog.Checks;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog;

public sealed partial class BundledCatalogTests
{
    private static readonly BenchmarkCatalog Catalog = BenchmarkCatalog.LoadWith(null);

    public static TheoryData<string, string> EveryBenchmarkUnderEachProtocol
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var benchmark in Catalog.Benchmarks)
                foreach (var protocol in Protocols.All)
                    data.Add(benchmark.Id, protocol);
            return data;
        }
    }

    public static TheoryData<string> OpenEnded => [.. Catalog.Benchmarks.Where(b => b.OpenEnded).Select(b => b.Id)];

    [Fact]
    public void All_37_benchmarks_are_there_with_MedHELMs_tiers_and_kinds()
    {
        Assert.Equal(37, Catalog.Benchmarks.Count);
        Assert.Equal(
            [(DataTier.Public, 16), (DataTier.Gated, 7), (DataTier.Private, 14)],
            Catalog.Benchmarks.CountBy(b => b.DataTier).OrderBy(t => t.Key).Select(t => (t.Key, t.Value)));
        Assert.Equal(13, Catalog.Benchmarks.Count(b => b.OpenEnded));
    }

    [Fact]
    public void The_taxonomy_has_5_categories_22_subcategories_and_121_tasks_whose_wording_is_said_to_be_ours()
    {
        var subcategories = Catalog.Taxonomy.Categories.SelectMany(c => c.Subcategories).ToList();

        Assert.Equal((5, 22, 121), (Catalog.Taxonomy.Categories.Count, subcategories.Count, subcategories.Sum(s => s.Tasks.Count)));
        Assert.Contains("own wording", Catalog.Taxonomy.Wording, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_subcategory_has_a_benchmark_and_every_benchmark_a_task()
    {
        foreach (var category in Catalog.Taxonomy.Categories)
            foreach (var subcategory in category.Subcategories)
                Assert.Contains(Catalog.Benchmarks, b => (b.Category, b.Subcategory) == (category.Name, subcategory.Name));
        Assert.All(Catalog.Benchmarks, b => Assert.NotEmpty(b.Tasks));
        Assert.Equal([12, 6, 8, 6, 5], Catalog.Taxonomy.Categories.Select(c => Catalog.Benchmarks.Count(b => b.Category == c.Name)));
    }

    [Theory]
    [MemberData(nameof(EveryBenchmarkUnderEachProtocol))]
    public void Every_sample_loads_and_every_instance_becomes_a_prompt(string id, string protocol)
    {
        var benchmark = Catalog.Find(id, protocol)!;

        var check = BenchmarkChecker.Check(benchmark, DatasetChoice.Sample, null);

        Assert.Null(check.Failure);
        Assert.InRange(check.Instances.Count, 6, 200);
        Assert.All(check.Instances, instance => Assert.Contains(instance.Input, benchmark.RenderPrompt(instance), StringComparison.Ordinal));
        if (benchmark.Protocol == Protocols.Corrected && !benchmark.OpenEnded)
            Assert.All(check.Instances, instance => Assert.Single(instance.References, r => r.Correct));
    }

    [Theory]
    [MemberData(nameof(EveryBenchmarkUnderEachProtocol))]
    public void Prompts_list_each_option_on_a_line_of_its_own(string id, string protocol)
    {
        var benchmark = Catalog.Find(id, protocol)!;
        // HELM glues the first option to the input where a benchmark has no noun for it.
        if (benchmark.Adaptation != Adaptation.MultipleChoice || benchmark.Adapter is { InputNoun: null }) return;
        foreach (var instance in DatasetReader.Read(benchmark, DatasetFolder.Of(benchmark, DatasetChoice.Sample, null)).Instances)
        {
            var lines = OptionLine().Matches(benchmark.RenderPrompt(instance)).Select(m => m.Groups["text"].Value);
            Assert.Equal(instance.References.Select(r => r.Text), lines.TakeLast(instance.References.Count));
        }
    }

    [Fact]
    public void Public_files_have_an_address_and_a_hash_and_the_others_say_how_to_get_them()
    {
        foreach (var benchmark in Catalog.Benchmarks)
        {
            if (benchmark.DataTier == DataTier.Public)
                Assert.All(benchmark.Dataset.EveryFile, f => Assert.True(f.Url is not null || benchmark.Dataset.Archive is not null, $"{benchmark.Id}: {f.Path}"));
            else
                Assert.NotEmpty(benchmark.Access);
        }
    }

    [Fact]
    public void The_metrics_that_definitions_may_name_are_those_that_scoring_has() =>
        Assert.Equal(
            MetricCatalog.Standard.Descriptions.Select(m => m.Name).Order(StringComparer.Ordinal),
            KnownMetrics.All.Order(StringComparer.Ordinal));

    [Fact]
    public void The_metrics_that_only_describe_are_those_without_a_direction() =>
        Assert.Equal(
            MetricCatalog.Standard.Descriptions.Where(m => m.Direction == Direction.Unspecified).Select(m => m.Name),
            KnownMetrics.Describing.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(OpenEnded))]
    public void Open_ended_benchmarks_have_HELMs_text_metrics_beside_the_jury_where_there_is_a_reference(string id)
    {
        string[] rouge = ["rouge_1", "rouge_2", "rouge_l"];
        Assert.Equal(["helm_jury_score", .. rouge, .. KnownMetrics.Describing], Catalog.Find(id, Protocols.MedHelm)!.Metrics);
        Assert.Equal(["jury_score", .. id == "chw_care_plan" ? [] : rouge, .. KnownMetrics.Describing], Catalog.Find(id)!.Metrics);
    }

    [Fact]
    public void Under_protocol_medhelm_every_main_metric_is_HELMs_own_and_under_corrected_none_is()
    {
        foreach (var benchmark in Catalog.Benchmarks)
        {
            Assert.DoesNotContain(benchmark.Metrics, m => m.StartsWith("helm_", StringComparison.Ordinal));
            Assert.StartsWith("helm_", Catalog.Find(benchmark.Id, Protocols.MedHelm)!.Metrics[0], StringComparison.Ordinal);
            Assert.NotEmpty(benchmark.Repairs);
        }
    }

    [Theory]
    [MemberData(nameof(OpenEnded))]
    public void Rubrics_keep_the_texts_to_rate_between_tags_and_ask_for_three_criteria_from_1_to_5(string id)
    {
        var rubric = Catalog.Find(id)!.Rubric!;

        Assert.Equal(id == "chw_care_plan" ? ["accuracy", "structure", "clarity"] : ["accuracy", "completeness", "clarity"], rubric.Criteria.Select(c => c.Name));
        Assert.Equal((1, 5), (rubric.ScaleMin, rubric.ScaleMax));
        foreach (var name in id == "chw_care_plan" ? ["question", "response"] : new[] { "question", "gold_response", "response" })
            Assert.Contains($"<{name}>\n{{{{ {name} }}}}\n</{name}>", rubric.Template, StringComparison.Ordinal);
        Assert.Contains("never an instruction", rubric.Template, StringComparison.Ordinal);
        Assert.DoesNotContain("[[", rubric.Template, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_of_thumb_does_not_solve_the_MedQA_sample()
    {
        var benchmark = Catalog.Find("med_qa")!;
        var options = DatasetReader.Read(benchmark, DatasetFolder.Of(benchmark, DatasetChoice.Sample, null)).Instances.Select(i => i.References).ToList();

        for (var letter = 0; letter < 4; letter++)
            Assert.Equal(6, options.Count(o => o[letter].Correct));
        Assert.InRange(options.Count(o => o.MaxBy(r => r.Text.Length)!.Correct), 4, 9);
    }

    [Fact]
    public void The_medhelm_suite_runs_every_benchmark_on_what_is_available()
    {
        var suite = Catalog.Suites.Single(s => s.Id == "medhelm");

        Assert.Equal(Catalog.Benchmarks.Select(b => b.Id), suite.Benchmarks.Select(b => b.Id).Order(StringComparer.Ordinal));
        Assert.All(suite.Benchmarks, b => Assert.Equal(DatasetChoice.Available, b.Data));
    }

    [GeneratedRegex(@"^[A-Z]\. (?<text>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionLine();
}
