using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class JuriesCommandTests : IDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly FakeServices services = new();
    private readonly CommandLineHarness cli;

    public JuriesCommandTests()
    {
        cli = new CommandLineHarness(services);
        services.On<ListJuriesRequest>("ListJuries", _ => new ListJuriesResponse
        {
            Juries =
            {
                new JuryDefinition { Id = "careful", Version = 2, DisplayName = "Careful", Description = "For several vendors.", Jury = new() { Recusal = Recusal.SameVendor, MinValidVerdicts = 2, Repair = true, Parameters = new() { MaxOutputTokens = 9 } } },
                new JuryDefinition
                {
                    Id = "own",
                    Version = 1,
                    DisplayName = "Own",
                    Description = "Ours.",
                    DefinitionSha256 = "abc",
                    Benchmarks = { "mine" },
                    Jury = new()
                    {
                        Jurors = { new Juror { Name = "g", Deployment = "openai/g", Weight = 2 }, new Juror { Name = "x", Deployment = "x" } },
                        Bench = { new Juror { Name = "b", Deployment = "meta/l" } },
                        Aggregation = Aggregation.WeightedMean,
                        Escalation = new() { First = 1, Disagreement = 0.5, AuditShare = 0.05 },
                        Parameters = new() { Temperature = 0, MaxOutputTokens = 4096 },
                    },
                },
            },
        });
        services.On<CreateRunRequest>("CreateRun", r => new CreateRunResponse { Run = new() { Name = "runs/quick-1", Spec = r.Spec } });
        services.On<ListSuitesRequest>("ListSuites", _ => new ListSuitesResponse
        {
            Suites = { new Suite { Id = "s", Spec = new() { Suite = "s", Deployments = { "a" }, Jurors = { "j" }, Benchmarks = { new BenchmarkSelection { Benchmark = "b", Jury = "careful" } } } } },
        });
    }

    [Fact]
    public async Task Juries_are_listed_with_who_sits_and_how_they_score()
    {
        Assert.Equal(0, await cli.InvokeAsync("juries"));
        Assert.Matches(@"careful\s+2\s+the run's\s+0\s+mean\s+same vendor\s+Careful", cli.Output);
        Assert.Matches(@"own\s+1\s+2\s+1\s+weighted mean\s+none\s+Own", cli.Output);
    }

    [Fact]
    public async Task One_jury_is_shown_with_its_rules()
    {
        Assert.Equal(0, await cli.InvokeAsync("juries", "show", "own"));
        foreach (var line in new[]
                 {
                     "own version 1: Own", "Jurors: g (openai/g), weight 2, x", "Bench: b (meta/l)", "Score: weighted mean over jurors, of at least the majority of them with a valid verdict",
                     "Cascade: the first 1 are asked, the others where these lie 0.5 points or more apart, and on 5% of the answers in any case", "Calls: temperature 0, at most 4096 tokens", "Benchmarks that name it: mine",
                 })
            Assert.Contains(line + "\n", cli.Output, StringComparison.Ordinal);
        Assert.Equal(2, await cli.InvokeAsync("juries", "show", "nosuch"));
        Assert.Contains("There are: careful, own", cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("own", "", "")]
    [InlineData("own", "k", "k")]
    [InlineData("careful", "", "j")]
    public async Task A_jury_named_for_a_suite_brings_its_own_jurors_unless_others_are_named(string jury, string juror, string jurors)
    {
        Assert.Equal(0, await cli.InvokeAsync(["run", "--suite", "s", "--jury", jury, "--detach", .. juror.Length > 0 ? new[] { "--juror", juror } : []]));

        var spec = services.Requests.OfType<CreateRunRequest>().Single().Spec;
        Assert.Equal((jury, jurors, ""), (spec.Jury, string.Join(' ', spec.Jurors), spec.Benchmarks[0].Jury));
    }

    [Fact]
    public async Task MedHELMs_judges_are_imported_without_a_system()
    {
        var file = folder.Write("judges.yaml", "judges:\n  - {name: gpt, model: m, model_deployment: ours/g}\n");
        cli.Variables["MEDHELM__CATALOG"] = Path.Combine(folder.Path, "mine");

        Assert.Equal(0, await cli.InvokeAsync("juries", "import", file, "--id", "ours"));
        Assert.True(File.Exists(Path.Combine(folder.Path, "mine", "juries", "ours.yaml")));
        Assert.Equal(2, await cli.InvokeAsync("juries", "import", file, "--id", "ours"));
        Assert.Contains("nothing was written", cli.Error, StringComparison.Ordinal);
        cli.Variables.Clear();
        Assert.Equal(2, await cli.InvokeAsync("juries", "import", file, "--id", "other"));
        Assert.Contains("no catalog folder is named", cli.Error, StringComparison.Ordinal);
        Assert.Empty(services.Requests);
    }

    public void Dispose() => folder.Dispose();
}
