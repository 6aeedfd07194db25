using Grpc.Core;
using MedHelm.Catalog;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Juries;
using MedHelm.Evaluation;
using MedHelm.Evaluation.Instances;
using MedHelm.Evaluation.Quotes;
using MedHelm.Evaluation.Runs;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Unit.Evaluation;

public sealed class RunQuoterTests : IAsyncLifetime
{
    private readonly ScratchFolder folder = new();
    private readonly FakeQuotes quotes = new();
    private readonly FakeInference inference = new();
    private readonly Database database;
    private BenchmarkCatalog? catalog;
    private readonly InstanceStore instances;
    private readonly Settings settings;
    private readonly RunStore runs;

    public RunQuoterTests()
    {
        TrafficLights.Define(folder, "jsonl");
        folder.Write("traffic_lights/lights.jsonl", """
            {"nr": 1, "light": "red", "gold": "A"}
            {"nr": 2, "light": "green", "gold": "C"}
            """);
        settings = Settings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection([new("MEDHELM:DATASETS", folder.Path), new("MEDHELM:STORAGE", $"sqlite:{folder.Path}/db")]).Build());
        database = new Database("evaluation", settings, typeof(EvaluationModule).Assembly);
        instances = new InstanceStore(database);
        runs = new RunStore(database);
    }

    [Fact]
    public async Task Lines_stand_in_the_order_of_the_spec_and_add_up_bound_by_bound()
    {
        var quote = await QuoteAsync(Spec("b", "a"));

        Assert.Equal(["b", "a"], quote.Lines.Select(line => line.Candidate));
        Assert.Equal((4, 2), (quote.Total.Completions, quote.Total.Cached));
        Assert.Equal(new QuoteInterval { Low = 4_000_000_000, Expected = 8_000_000_000, High = 12_000_000_000 }, quote.Total.CostNanoUsd);
        Assert.Equal(quote.Total, quote.Candidates);
        Assert.Equal("b@2025-01-01", quote.Lines[0].PriceVersion);
        Assert.Contains(quote.Notices, notice => notice.StartsWith("No prices are configured for a, b", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prompts_are_those_of_the_run_counted_by_cl100k_and_no_run_is_created()
    {
        await QuoteAsync(Spec("a"));

        var asked = Assert.Single(quotes.Requests);
        Assert.Equal(["1", "2"], asked.Items.Select(item => item.InstanceId));
        Assert.Equal(Tokens.Count("The light is red.\nA. stop\nB. wait\nC. go"), asked.Items[0].InputTokens);
        Assert.Equal(MedHelm.Contracts.Digest.Of("The light is red.\nA. stop\nB. wait\nC. go"), asked.Items[0].PromptDigest);
        Assert.Equal((4, DataTier.Public, PriceClass.Live), (asked.Parameters.MaxOutputTokens, asked.DataTier, asked.PriceClass));
        Assert.Empty(await runs.ListAsync(null, "", 10, default));
    }

    [Fact]
    public async Task Jurors_are_quoted_for_the_rubric_with_the_question_and_at_most_the_candidates_longest_answer()
    {
        var spec = new RunSpec { Deployments = { "a" }, Jurors = { "a", "b" }, Benchmarks = { new BenchmarkSelection { Benchmark = "medi_qa", Data = DatasetChoice.Sample } } };

        var quote = await QuoteAsync(spec);
        var paper = await QuoteAsync(spec, QuoteMode.Paper);

        Assert.Equal([("a", Purpose.Candidate), ("a", Purpose.Juror), ("b", Purpose.Juror)], quote.Lines.Select(line => (line.Deployment, line.Purpose)));
        Assert.Equal(quote.Total.Completions, quote.Candidates.Completions + quote.Jury.Completions);
        var (asked, rated, byPaper) = (quotes.Requests[0], quotes.Requests[1], quotes.Requests[4]);
        Assert.Equal((4096, "a", 1), (rated.Parameters.MaxOutputTokens, rated.Candidate, rated.Items.Count(item => item.AnswerKnown)));
        Assert.All(rated.Items, item => Assert.Equal(("", 9L), (item.PromptDigest, item.MostAddedTokens)));
        Assert.All(asked.Items.Zip(rated.Items), pair => Assert.True(pair.Second.InputTokens > pair.First.InputTokens + 100));
        Assert.Equal(asked.Items.Select(item => item.InputTokens), byPaper.Items.Select(item => item.InputTokens));
    }

    [Fact]
    public async Task Repeats_are_quoted_as_often_and_each_rating_may_be_asked_for_once_more_at_worst()
    {
        folder.Write("juries/twice.yaml", "id: twice\nversion: 1\ndisplay_name: T\ndescription: T.\nrepeats: 2\nrepair: false\n");
        folder.Write("juries/mended.yaml", "id: mended\nversion: 1\ndisplay_name: M\ndescription: M.\nrepeats: 2\n");
        quotes.CountsTokens = true;

        var (twice, mended) = (await JuryOf("twice", "a"), await JuryOf("mended", "a"));

        var n = (int)twice.Candidates.Completions;
        Assert.Equal((2 * n, 2 * n), ((int)twice.Jury.Completions, (int)mended.Jury.Completions));
        Assert.Equal((twice.Jury.CostNanoUsd.Low, twice.Jury.CostNanoUsd.Expected), (mended.Jury.CostNanoUsd.Low, mended.Jury.CostNanoUsd.Expected));
        Assert.Equal(2 * twice.Jury.CostNanoUsd.High, mended.Jury.CostNanoUsd.High);
        // The second request holds the first reply, at most as long as a reply may be, and the words that ask.
        Assert.Equal(2 * twice.Jury.InputTokens.High + 2 * n * (9 + 500), mended.Jury.InputTokens.High);
        Assert.DoesNotContain(twice.Notices, notice => notice.Contains("once more", StringComparison.Ordinal));
        Assert.Contains(mended.Notices, notice => notice.Contains("asked for once more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_cascade_high_has_everybody_and_expected_the_others_on_half_of_what_is_not_audited()
    {
        folder.Write("juries/some.yaml", "id: some\nversion: 1\ndisplay_name: S\ndescription: S.\nrepair: false\nescalation: {first: 1, disagreement: 1, audit_share: 0.2}\n");

        var quote = await JuryOf("some", "a", "b");

        var (first, later) = (quote.Lines[1].Figures.CostNanoUsd, quote.Lines[2].Figures.CostNanoUsd);
        Assert.Equal((first.Low / 5, first.Expected * 6 / 10, first.High), (later.Low, later.Expected, later.High));
        Assert.Equal(quote.Lines[1].Figures.Completions, quote.Lines[2].Figures.Completions);
        Assert.Contains(quote.Notices, notice => notice.StartsWith("Jury some: the first 1 jurors rate every answer, the others 20% of them", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_recuses_itself_is_not_charged_and_who_steps_in_is()
    {
        foreach (var (id, vendor) in new[] { ("o/g", "o"), ("o/h", "o"), ("c/c", "c"), ("m/l", "m") })
            inference.More.Add(new Deployment { Id = id, Model = id, Vendor = vendor, Kind = DeploymentKind.Model, ApprovedTiers = { DataTier.Public } });
        folder.Write("juries/apart.yaml", "id: apart\nversion: 1\ndisplay_name: A\ndescription: A.\njurors: [{name: g, deployment: o/g}, {name: c, deployment: c/c}]\nbench: [{name: l, deployment: m/l}]\nrecusal: same_vendor\n");

        var quote = await QuoteAsync(new RunSpec { Deployments = { "o/h", "m/l" }, Jury = "apart", Benchmarks = { new BenchmarkSelection { Benchmark = "medi_qa", Data = DatasetChoice.Sample } } });

        Assert.Equal(
            [("o/h", "m/l"), ("o/h", "c/c"), ("m/l", "o/g"), ("m/l", "c/c")],
            quote.Lines.Where(line => line.Purpose == Purpose.Juror).Select(line => (line.Candidate, line.Deployment)));
        Assert.Contains("g does not rate o/h (recusal); l does.", quote.Notices);
    }

    [Fact]
    public async Task A_plan_pins_the_jury_whole()
    {
        inference.More.Add(new Deployment { Id = "o/h", Model = "h-1", Vendor = "o", StructuredOutput = true, ApprovedTiers = { DataTier.Public } });
        var spec = new RunSpec { Deployments = { "b", "a" }, Jurors = { "o/h", "a", "b" }, Benchmarks = { new BenchmarkSelection { Benchmark = "medi_qa", Data = DatasetChoice.Sample } } };

        var jury = (await Planner().PlanAsync(Stored(spec), default)).Benchmarks[0].Jury;

        Assert.Equal(("default", 1, 2, true, 1), (jury.Id, jury.Version, jury.MinValidVerdicts, jury.Repair, jury.Repeats));
        Assert.Equal([("o/h", "o/h", "h-1", "o", true), ("a", "a", "a", "", false), ("b", "b", "b", "", false)], jury.Jurors.Select(j => (j.Name, j.Deployment, j.Model, j.Vendor, j.StructuredOutput)));
        Assert.Equal(["a", "b"], jury.Panels.Select(panel => panel.Candidate));
        Assert.All(jury.Panels, panel => Assert.Equal(["o/h", "a", "b"], panel.Jurors));
        Assert.Equal(JuryPinning.DigestOf(jury), jury.Sha256);
        Assert.Equal(new DecodingParameters { Temperature = 0, MaxOutputTokens = 4096 }, jury.Parameters);

        spec.Protocol = Protocols.MedHelm;
        var helm = (await Planner().PlanAsync(Stored(spec), default)).Benchmarks[0].Jury;
        Assert.Equal(("medhelm", 1, false), (helm.Id, helm.MinValidVerdicts, helm.Repair));
        Assert.All(helm.Jurors, juror => Assert.False(juror.StructuredOutput));
        Assert.Equal(["o/h", "a", "b"], helm.Jurors.Select(j => j.Name));
    }

    [Fact]
    public async Task What_a_run_would_be_refused_for_its_quote_is_too()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => QuoteAsync(Spec("nobody")));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }

    public Task InitializeAsync() => new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
    }

    private static StoredRun Stored(RunSpec spec) => new("r", spec, RunState.Planning, DateTimeOffset.UnixEpoch, null, "", "");

    private Task<QuoteRunResponse> JuryOf(string jury, params string[] jurors) => QuoteAsync(
        new RunSpec { Deployments = { "a" }, Jury = jury, Jurors = { jurors }, Benchmarks = { new BenchmarkSelection { Benchmark = "medi_qa", Data = DatasetChoice.Sample } } });

    private async Task<QuoteRunResponse> QuoteAsync(RunSpec spec, QuoteMode mode = QuoteMode.Unspecified)
    {
        using var sizes = new InstanceSizes(instances, Catalog());
        var quoter = new RunQuoter(
            new RunSpecValidator(Catalog(), inference, new FakeScoring([.. KnownMetrics.All]), settings), Planner(), sizes, inference, new InferenceQuotes(quotes), TimeProvider.System);
        return await quoter.QuoteAsync(new QuoteRunRequest { Spec = spec, Mode = mode }, default);
    }

    private RunPlanner Planner() =>
        new(Catalog(), new InstanceSets(instances, new AttachmentFiles(new AttachmentStore(database), Catalog(), settings), settings), inference, settings);

    // Read when it is wanted, after a test has written its files.
    private BenchmarkCatalog Catalog() => catalog ??= BenchmarkCatalog.Load([BenchmarkCatalog.BundledFolder, folder.Path]);

    private static RunSpec Spec(params string[] deployments) =>
        new() { Deployments = { deployments }, Benchmarks = { new BenchmarkSelection { Benchmark = "traffic_lights", Data = DatasetChoice.Full } } };
}
