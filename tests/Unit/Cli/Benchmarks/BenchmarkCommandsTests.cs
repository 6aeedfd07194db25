using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli.Benchmarks;

public sealed class BenchmarkCommandsTests
{
    private readonly FakeServices services = new();
    private readonly CommandLineHarness cli;

    public BenchmarkCommandsTests() => cli = new CommandLineHarness(services);

    private static Benchmark MedEc => new()
    {
        Id = "medec",
        DisplayName = "Medec",
        Description = "Find the error.",
        Category = "Clinical Decision Support",
        Subcategory = "Planning Treatments",
        DataTier = DataTier.Public,
        Adaptation = Adaptation.Generation,
        Metrics = { "medec_error_flag_accuracy" },
        DataStatus = DataStatus.Partial,
        HasSample = true,
        Licence = "CC BY 4.0",
        Access = "Ask them.",
        Tasks = { "find-errors" },
        Repairs = { new Repair { Defect = "The number is never found.", Repair_ = "It is found." } },
        DiffersByProtocol = true,
    };

    private static GetTaxonomyResponse Taxonomy => new()
    {
        TaskWording = "Our own wording.",
        Categories =
        {
            new TaxonomyCategory
            {
                Name = "Clinical Decision Support",
                Subcategories =
                {
                    new TaxonomySubcategory
                    {
                        Name = "Planning Treatments",
                        Benchmarks = { "medec", "other" },
                        Tasks = { new TaxonomyTask { Id = "find-errors", Name = "Find errors", Benchmarks = { "medec" } }, new TaxonomyTask { Id = "x", Name = "Nobody's task" } },
                    },
                },
            },
        },
    };

    [Theory]
    [InlineData("benchmarks")]
    [InlineData("benchmarks", "list")]
    public async Task Benchmarks_are_listed_with_type_tier_metric_and_data(params string[] command)
    {
        services.On<ListBenchmarksRequest>("ListBenchmarks", _ => new ListBenchmarksResponse { Benchmarks = { MedEc } });

        Assert.Equal(0, await cli.InvokeAsync([.. command, "--category", "Clinical Decision Support", "--tier", "public", "--data", "partial"]));

        Assert.Contains("Clinical Decision Support\n", cli.Output, StringComparison.Ordinal);
        Assert.Matches(@"medec\s+public\s+closed, generation\s+medec_error_flag_accuracy\s+partial, sample\s+Medec", cli.Output);
        Assert.Equal(
            new ListBenchmarksRequest { Category = "Clinical Decision Support", DataTier = DataTier.Public, DataStatus = DataStatus.Partial },
            services.Requests.OfType<ListBenchmarksRequest>().Single());
    }

    [Fact]
    public async Task One_benchmark_is_shown_with_repairs_tasks_licence_and_an_example()
    {
        var example = new RenderedExample { InstanceId = "ms-1", Data = DatasetChoice.Sample, Prompt = "Check\n\n  this.", PromptTokens = 1234, References = { new ExampleReference { Text = "CORRECT", Correct = true } } };
        services.On<GetBenchmarkRequest>("GetBenchmark", _ => new GetBenchmarkResponse { Benchmark = MedEc, Example = example });
        services.On<GetTaxonomyRequest>("GetTaxonomy", _ => Taxonomy);

        Assert.Equal(0, await cli.InvokeAsync("benchmarks", "show", "medec", "--protocol", "medhelm"));

        Assert.Equal(new GetBenchmarkRequest { Benchmark = "medec", Protocol = "medhelm" }, services.Requests.OfType<GetBenchmarkRequest>().Single());
        string[] shown = ["Find errors (find-errors)", "(Our own wording.)", "CC BY 4.0", "Ask them.", "- The number is never found.\n  Repaired: It is found.", "1,234 cl100k_base tokens", "Check\n\n  this.\n", "* CORRECT"];
        Assert.All(shown, text => Assert.Contains(text, cli.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_taxonomy_names_the_benchmarks_of_each_task_and_who_worded_it()
    {
        services.On<GetTaxonomyRequest>("GetTaxonomy", _ => Taxonomy);

        Assert.Equal(0, await cli.InvokeAsync("benchmarks", "taxonomy"));

        Assert.Equal(
            """
            Clinical Decision Support
              Planning Treatments  [medec, other]
                - Find errors  [medec]
                - Nobody's task

            1 categories, 1 subcategories, 2 tasks, 1 of them covered.
            Our own wording.

            """.ReplaceLineEndings("\n"),
            cli.Output);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("taxonomy")]
    [InlineData("check")]
    [InlineData("import")]
    public async Task Help_shows_examples_of_every_part(string command)
    {
        Assert.Equal(0, await cli.InvokeAsync("benchmarks", command, "--help"));
        Assert.Contains($"medhelm benchmarks {command}", cli.Output[cli.Output.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }
}
