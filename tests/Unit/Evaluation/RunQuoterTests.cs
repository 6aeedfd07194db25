using Grpc.Core;
using MedHelm.Catalog;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
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
    private readonly Database database;
    private readonly InstanceSizes sizes;
    private readonly RunStore runs;
    private readonly RunQuoter quoter;

    public RunQuoterTests()
    {
        TrafficLights.Define(folder, "jsonl");
        folder.Write("traffic_lights/lights.jsonl", """
            {"nr": 1, "light": "red", "gold": "A"}
            {"nr": 2, "light": "green", "gold": "C"}
            """);
        var settings = Settings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection([new("MEDHELM:DATASETS", folder.Path), new("MEDHELM:STORAGE", $"sqlite:{folder.Path}/db")]).Build());
        var catalog = BenchmarkCatalog.Load([BenchmarkCatalog.BundledFolder, folder.Path]);
        database = new Database("evaluation", settings, typeof(EvaluationModule).Assembly);
        var instances = new InstanceStore(database);
        var inference = new FakeInference();
        sizes = new InstanceSizes(instances, catalog);
        runs = new RunStore(database);
        quoter = new RunQuoter(
            new RunSpecValidator(catalog, inference, new FakeScoring([.. KnownMetrics.All]), settings),
            new RunPlanner(catalog, new InstanceSets(instances, new AttachmentFiles(new AttachmentStore(database), catalog, settings), settings), inference, settings),
            sizes, inference, new InferenceQuotes(quotes), TimeProvider.System);
    }

    [Fact]
    public async Task Lines_stand_in_the_order_of_the_spec_and_add_up_bound_by_bound()
    {
        var quote = await quoter.QuoteAsync(new QuoteRunRequest { Spec = Spec("b", "a") }, default);

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
        await quoter.QuoteAsync(new QuoteRunRequest { Spec = Spec("a") }, default);

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

        var quote = await quoter.QuoteAsync(new QuoteRunRequest { Spec = spec }, default);
        var paper = await quoter.QuoteAsync(new QuoteRunRequest { Spec = spec, Mode = QuoteMode.Paper }, default);

        Assert.Equal([("a", Purpose.Candidate), ("a", Purpose.Juror), ("b", Purpose.Juror)], quote.Lines.Select(line => (line.Deployment, line.Purpose)));
        Assert.Equal(quote.Total.Completions, quote.Candidates.Completions + quote.Jury.Completions);
        var (asked, rated, byPaper) = (quotes.Requests[0], quotes.Requests[1], quotes.Requests[4]);
        Assert.Equal((4096, "a", 1), (rated.Parameters.MaxOutputTokens, rated.Candidate, rated.Items.Count(item => item.AnswerKnown)));
        Assert.All(rated.Items, item => Assert.Equal(("", 9L), (item.PromptDigest, item.MostAddedTokens)));
        Assert.All(asked.Items.Zip(rated.Items), pair => Assert.True(pair.Second.InputTokens > pair.First.InputTokens + 100));
        Assert.Equal(asked.Items.Select(item => item.InputTokens), byPaper.Items.Select(item => item.InputTokens));
    }

    [Fact]
    public async Task What_a_run_would_be_refused_for_its_quote_is_too()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => quoter.QuoteAsync(new QuoteRunRequest { Spec = Spec("nobody") }, default));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }

    public Task InitializeAsync() => new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);

    public async Task DisposeAsync()
    {
        sizes.Dispose();
        await database.DisposeAsync();
        folder.Dispose();
    }

    private static RunSpec Spec(params string[] deployments) =>
        new() { Deployments = { deployments }, Benchmarks = { new BenchmarkSelection { Benchmark = "traffic_lights", Data = DatasetChoice.Full } } };
}
