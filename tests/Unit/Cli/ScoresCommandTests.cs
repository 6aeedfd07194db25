using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class ScoresCommandTests
{
    private readonly FakeServices services = new();
    private readonly CommandLineHarness cli;

    public ScoresCommandTests() => cli = new CommandLineHarness(services);

    [Fact]
    public async Task Summaries_are_shown_with_interval_coverage_and_what_a_re_scoring_added()
    {
        services.On<SummariseScoresRequest>("SummariseScores", _ => new SummariseScoresResponse
        {
            Summaries =
            {
                new ScoreSummary
                {
                    Benchmark = "sql", Metric = "answerability", Candidate = "a", Mean = new Estimate { Value = 0.5, Low = 0.25, High = 0.75 }, Planned = 24, Scored = 20, OfRun = true,
                    Unscored = { new UnscoredTally { Reason = "no_completion: timeout", Count = 4 } },
                    Micro = new MicroAgreement { Recall = 0.625, TruePositives = 5, FalseNegatives = 3 },
                },
                new ScoreSummary { Benchmark = "sql", Metric = "helm", Candidate = "a", Mean = new Estimate(), Planned = 24 },
            },
            Resampling = new Resampling { Resamples = 10000, Level = 0.95, Seed = 0 },
        });

        Assert.Equal(0, await cli.InvokeAsync("scores", "quick-1", "--metric", "x", "--benchmark", "sql", "--model", "a", "--resamples", "500"));

        Assert.Equal(
            [new SummariseScoresRequest { Run = "runs/quick-1", Metric = "x", Benchmark = "sql", Candidate = "a", Resampling = new Resampling { Resamples = 500 } }], services.Requests);
        Assert.Matches(@"sql +answerability +a +0\.500 +\[0\.250, 0\.750\] +20/24 +– +0\.625 +–", cli.Output);
        Assert.Matches(@"sql +helm \+ +a +– +0/24", cli.Output);
        Assert.Contains("a, sql, answerability: 4 no_completion: timeout", cli.Output, StringComparison.Ordinal);
        Assert.Contains("no leaderboard rests on it", cli.Output, StringComparison.Ordinal);
        Assert.Contains("10,000 resamples, seed 0", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_re_scoring_is_shown_beside_the_main_metric_and_says_what_it_is()
    {
        services.On<RescoreRunRequest>("RescoreRun", _ => new[]
        {
            new RescoreRunResponse
            {
                Summary = new ScoreSummary { Benchmark = "med_qa", Metric = "helm_exact_match", Candidate = "a", Mean = new Estimate { Value = 0.25 }, Planned = 24, Scored = 22, Unscored = { new UnscoredTally { Reason = "no_encoder: none is configured", Count = 2 } } },
                MainMetric = "exact_match", MainMean = 0.75, Missing = 2, Changed = 12,
            },
        });

        Assert.Equal(0, await cli.InvokeAsync("rescore", "quick-1", "--protocol", "medhelm", "--benchmark", "med_qa"));

        Assert.Equal([new RescoreRunRequest { Run = "runs/quick-1", Protocol = "medhelm", Benchmarks = { "med_qa" } }], services.Requests);
        Assert.Matches(@"med_qa +a +exact_match +0\.750 +helm_exact_match +0\.250 +22/24 +12 +2", cli.Output);
        Assert.Contains("re-scoring of runs/quick-1 by the metrics of protocol medhelm, on the prompts and answers of the run", cli.Output, StringComparison.Ordinal);
        Assert.Contains("a, med_qa, helm_exact_match: 2 no_encoder: none is configured", cli.Output, StringComparison.Ordinal);
        Assert.Contains("Up to 2 answers", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_each_part_is_a_line()
    {
        services.On<RescoreRunRequest>("RescoreRun", request => request.Metrics.Select(metric => new RescoreRunResponse { Summary = new ScoreSummary { Metric = metric } }));
        Assert.Equal(0, await cli.InvokeAsync("rescore", "quick-1", "--metric", "one", "--metric", "two", "--json"));
        Assert.Equal(["""{ "summary": { "metric": "one" } }""", """{ "summary": { "metric": "two" } }"""], cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
