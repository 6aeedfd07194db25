using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class QuoterTests : IAsyncLifetime
{
    private static readonly DecodingParameters Parameters = new() { Temperature = 0, MaxOutputTokens = 100 };
    private readonly QuoterHarness harness = new();
    private DeploymentDefinition deployment = null!;

    [Fact]
    public async Task What_the_archive_answers_and_what_is_asked_twice_costs_nothing()
    {
        var request = Request(Item("a"), Item("b"), Item("c"), Item("c"));
        var before = await harness.QuoteAsync(deployment, request);
        await ArchiveAsync("a", output: 40);
        var after = await harness.QuoteAsync(deployment, request);

        Assert.Equal((4, 1), (before.Figures.Completions, before.Figures.Cached));
        Assert.Equal((4, 2), (after.Figures.Completions, after.Figures.Cached));
        Assert.Equal(["a"], after.CachedInstances);
        Assert.True(after.Figures.CostNanoUsd.High < before.Figures.CostNanoUsd.High);
        Assert.True(after.Figures.CostNanoUsd.Expected <= before.Figures.CostNanoUsd.Expected);
        Assert.True(after.Figures.CostNanoUsd.Low <= before.Figures.CostNanoUsd.Low);
    }

    [Fact]
    public async Task What_a_deployment_insists_on_is_part_of_the_question_and_of_the_limit()
    {
        await ArchiveAsync("a", output: 40);
        var insisting = harness.Deployments(("vendor/m", "prices: {output_usd_per_million: 1}, parameters: {max_output_tokens: 4000}"))["vendor/m"];

        var quote = await harness.QuoteAsync(insisting, Request(Item("a")));

        Assert.Equal(0, quote.Figures.Cached);
        Assert.Equal(4000, quote.OutputLimit);
        Assert.Equal(4000, quote.Figures.OutputTokens.High);
    }

    [Fact]
    public async Task Lengths_are_guessed_from_what_the_deployment_wrote_for_the_same_purpose()
    {
        for (var i = 0; i < 10; i++) await ArchiveAsync($"old{i}", output: 40);

        var candidate = await harness.QuoteAsync(deployment, Request(Item("new")));
        var juror = Request(Item("new"));
        juror.Purpose = Purpose.Juror;
        var rating = await harness.QuoteAsync(deployment, juror);

        Assert.Equal((10, 40), (candidate.ObservedAnswers, candidate.Figures.OutputTokens.Expected));
        Assert.Equal((0, 50), (rating.ObservedAnswers, rating.Figures.OutputTokens.Expected));
    }

    [Fact]
    public async Task A_rating_of_a_known_answer_that_the_juror_gave_before_counts_only_at_worst()
    {
        await ArchiveAsync("a", output: 40, Purpose.Juror);
        var request = Request(new QuoteItem { InstanceId = "a", InputTokens = 10, MostAddedTokens = 100, AnswerKnown = true }, new QuoteItem { InstanceId = "b", InputTokens = 10, MostAddedTokens = 100, AnswerKnown = true });
        request.Purpose = Purpose.Juror;
        request.Candidate = "vendor/m";

        var quote = await harness.QuoteAsync(deployment, request);

        Assert.Equal((1, 50, 200), (quote.Figures.ProbablyCached, quote.Figures.OutputTokens.Expected, quote.Figures.OutputTokens.High));
    }

    [Fact]
    public async Task Baselines_cost_nothing_in_either_mode()
    {
        var rule = deployment with { Kind = DeploymentKind.Baseline };
        var paper = Request(Item("a"));
        paper.Mode = QuoteMode.Paper;

        foreach (var request in new[] { Request(Item("a")), paper })
        {
            var figures = (await harness.QuoteAsync(rule, request)).Figures;
            Assert.Equal((1, 0, 0), (figures.Completions, figures.OutputTokens.High, figures.CostNanoUsd.High));
        }
    }

    public async Task InitializeAsync()
    {
        await harness.StartAsync();
        deployment = harness.Deployments(("vendor/m", "prices: {input_usd_per_million: 2, output_usd_per_million: 8}"))["vendor/m"];
    }

    public async Task DisposeAsync() => await harness.DisposeAsync();

    private static QuoteItem Item(string id) => new() { InstanceId = id, PromptDigest = Digest.Of(id), InputTokens = 100 };

    private static QuoteCompletionsRequest Request(params QuoteItem[] items) =>
        new() { Deployment = "vendor/m", Purpose = Purpose.Candidate, Parameters = Parameters, Benchmark = "bench", DataTier = DataTier.Public, Items = { items } };

    // As the engine stores the answer to an instance: under its request digest, paid by its item.
    private async Task ArchiveAsync(string id, long output, Purpose purpose = Purpose.Candidate)
    {
        var asked = new ProviderRequest { Deployment = deployment, PromptDigest = Digest.Of(id), Parameters = Parameters, Benchmark = "bench", InstanceId = id };
        var item = $"runs/r|bench|vendor/m|{(purpose == Purpose.Juror ? "vendor/m" : "")}|{id}";
        var digest = RequestDigest.Of(asked, "key");
        await harness.Book.AddAsync(new OutcomeEntry
        {
            RequestDigest = digest,
            ItemKey = item,
            Answer = new StoredCompletion(item, [0], ""),
            Calls =
            [
                new LedgerRow
                {
                    CallKey = digest,
                    RequestDigest = digest,
                    Run = "runs/r",
                    Project = "default",
                    Month = "1970-01",
                    Deployment = "vendor/m",
                    Purpose = purpose,
                    PriceVersion = "",
                    PriceClass = PriceClass.Live,
                    Usage = new Usage { InputTokens = 100, OutputTokens = output },
                    Billed = true,
                    CalledAt = DateTimeOffset.UnixEpoch,
                },
            ],
        });
    }
}
