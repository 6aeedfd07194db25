using System.Text.Json;
using Google.Protobuf;
using MedHelm.Cli.Commands.Stats;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli.Stats;

public sealed class StatsCommandTests : IDisposable
{
    private const string Scores = """
        model,benchmark,instance,cluster,score,reason,category
        a,one,q2,p1,1,,C
        a,one,q1,p1,0,,C
        b,one,q1,p1,1,,C
        b,one,q2,,,no_completion,C
        b,one,q3,p2,0.5,,C
        a,two,q1,,0.25,,
        """;

    private readonly ScratchFolder folder = new();
    private readonly FakeServices services = StatisticsServices.Real();
    private readonly CommandLineHarness cli;

    public StatsCommandTests() => cli = new CommandLineHarness(services);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Aggregate_posts_instances_in_place_with_clusters_coverage_and_categories()
    {
        Assert.Equal(0, await cli.InvokeAsync("stats", "aggregate", Write("scores.csv", Scores), "--win-rate", "at-least", "--json"));

        var request = Assert.IsType<AggregateRequest>(Assert.Single(services.Requests));
        Assert.Equal(WinConvention.AtLeast, request.Conventions.WinRate);
        var one = request.Columns[0];
        Assert.Equal(("one", "C", 3, Direction.HigherIsBetter, 1.0), (one.Benchmark, one.Category, one.Instances, one.Direction, one.RangeMax));
        // q2 came first; an instance without a cluster is its own.
        Assert.Equal(["p1", "p1", "p2"], one.Clusters);
        Assert.Equal([[1.0, 0.0], [1.0, 0.5]], one.Models.Select(m => m.Values));
        Assert.Equal([[0, 1], [1, 2]], one.Models.Select(m => m.Positions));
        Assert.Equal((3L, "no_completion", 1L), (one.Models[1].Planned, one.Models[1].Unscored[0].Reason, one.Models[1].Unscored[0].Count));

        var reply = JsonParser.Default.Parse<AggregateResponse>(cli.Output);
        Assert.Equal([("b", 0.75, 1L), ("a", 0.375, 0L)], reply.Models.Select(m => (m.Model, m.MacroAverage, m.Unscored.Sum(u => u.Count))));
    }

    [Fact]
    public async Task Aggregate_shows_people_means_coverage_and_the_conventions_used()
    {
        Assert.Equal(0, await cli.InvokeAsync("stats", "aggregate", Write("scores.csv", Scores)));
        foreach (var text in new[] { "0.750", "2/3", "1 no_completion", "Category", "Conventions: win rate ties-half; win SD strict, population; macro SD sample; rescaled by range; missing cells skipped." })
            Assert.Contains(text, cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model,score\na,1.5\n", "line 2, column 'score': must be from 0 to 1, was '1.5'")]
    [InlineData("model,score\na,x\n", "line 2, column 'score': must be a number")]
    [InlineData("model,score\n,1\n", "line 2, column 'model': must not be empty")]
    [InlineData("model,instance,score\na,q,1\na,q,0\n", "line 3, column 'instance': must be unique")]
    [InlineData("model,instance,cluster,score\na,q,p,1\nb,q,r,0\n", "line 3, column 'cluster': must be the same in every row of the instance, 'p' before, was 'r'")]
    [InlineData("model,score,direction\na,1,up\n", "line 2, column 'direction': must be higher or lower, was 'up'")]
    [InlineData("model,score,category\na,1,C\nb,1,D\n", "line 3, column 'category': must be the same in every row of the benchmark, 'C' before, was 'D'")]
    public async Task A_bad_score_file_is_refused_with_line_and_column_and_nothing_is_posted(string text, string reason)
    {
        Assert.Equal(2, await cli.InvokeAsync("stats", "aggregate", Write("scores.csv", text)));
        Assert.Contains(reason, cli.Error, StringComparison.Ordinal);
        Assert.Empty(services.Requests);
    }

    [Fact]
    public async Task Mean_gives_every_model_on_every_benchmark_over_its_clusters()
    {
        Assert.Equal(0, await cli.InvokeAsync("stats", "mean", Write("scores.csv", Scores), "--resamples", "100", "--seed", "7", "--json"));
        var means = JsonDocument.Parse(cli.Output).RootElement.EnumerateArray().ToList();
        Assert.Equal([("one", "a", 0.5), ("one", "b", 0.75), ("two", "a", 0.25)], means.Select(m => (m.GetProperty("benchmark").GetString()!, m.GetProperty("model").GetString()!, m.GetProperty("mean").GetProperty("value").GetDouble())));
        var requests = services.Requests.Cast<EstimateMeanRequest>().ToList();
        Assert.Equal(["p1", "p2"], requests[1].Clusters);
        Assert.Equal((100, 7UL), (requests[0].Resampling.Resamples, requests[0].Resampling.Seed));
    }

    [Fact]
    public async Task Compare_pairs_the_instances_that_both_models_have()
    {
        services.On<CompareScoresRequest>("CompareScores", request => new CompareScoresResponse
        {
            Comparisons = { request.Pairs.Select(pair => new PairedComparison { Name = pair.Name, Difference = new Estimate { Value = -1, Low = -1, High = -1 }, P = 0.0001, Finding = Finding.TooFew, Pairs = 1 }) },
            Resampling = new Resampling { Resamples = 10_000, Level = 0.95 },
        });
        Assert.Equal(0, await cli.InvokeAsync("stats", "compare", Write("scores.csv", Scores), "--first", "b", "--test", "permutation"));
        var request = Assert.IsType<CompareScoresRequest>(Assert.Single(services.Requests));
        var pair = Assert.Single(request.Pairs);
        Assert.Equal(("one: b - a", PairedTest.Permutation), (pair.Name, request.Test));
        Assert.Equal([1.0], pair.First);
        Assert.Equal([0.0], pair.Second);
        Assert.Equal(["p1"], pair.Clusters);
        Assert.Contains("-1.000 [-1.000, -1.000]", cli.Output, StringComparison.Ordinal);
        Assert.Contains("< 0.001", cli.Output, StringComparison.Ordinal);

        Assert.Equal(2, await cli.InvokeAsync("stats", "compare", Write("scores.csv", Scores), "--first", "c"));
        Assert.Contains("the file has no model 'c'", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standings_of_a_file_and_of_a_run_are_shown_alike()
    {
        var standings = new EstimateStandingsResponse
        {
            Models = { new ModelEstimate { Model = "a", WinRate = new Estimate { Value = 0.75, Low = 0.5, High = 1 }, Rank = 1, RankLow = 1, RankHigh = 2, TieGroup = 1, ProbabilityBest = 0.875 } },
            Pairs = { new PairedComparison { First = "a", Second = "b", Finding = Finding.FirstBetter } },
            Benchmarks = { new BenchmarkPower { Benchmark = "one", MinimalDetectable = 0.123, Pairs = 1 } },
            Resampling = new Resampling { Resamples = 10_000, Level = 0.95 },
            Drawn = Drawn.Both,
            Remarks = { "Column two has no pairs." },
        };
        services.On<EstimateStandingsRequest>("EstimateStandings", _ => standings);
        services.On<GetStandingsRequest>("GetStandings", _ => new GetStandingsResponse { Standings = standings });
        Assert.Equal(0, await cli.InvokeAsync("stats", "standings", Write("scores.csv", Scores), "--drawn", "both", "--missing", "worst"));
        var ofFile = cli.Output;
        foreach (var text in new[] { "1 [1, 2]", "0.750 [0.500, 1.000]", "87.5", "a - b", "first is better", "0.123", "Column two has no pairs.", "Drawn: both; 10,000 resamples" })
            Assert.Contains(text, ofFile, StringComparison.Ordinal);
        var posted = Assert.IsType<EstimateStandingsRequest>(services.Requests[0]);
        Assert.Equal((Drawn.Both, true, MissingCells.Worst), (posted.Drawn, posted.WithoutBenchmarkPairs, posted.Table.Conventions.MissingCells));

        Assert.Equal(0, await cli.InvokeAsync("stats", "run", "quick-1", "--benchmark-pairs"));
        Assert.Equal(ofFile, cli.Output[ofFile.Length..]);
        Assert.Contains("still change", cli.Error, StringComparison.Ordinal);
        var asked = Assert.IsType<GetStandingsRequest>(services.Requests[1]);
        Assert.Equal(("runs/quick-1", false), (asked.Run, asked.WithoutBenchmarkPairs));
    }

    [Fact]
    public async Task Agreement_knows_who_left_out_what()
    {
        var file = Write("ratings.csv", "item,rater,rating\ni1,x,1\ni1,y,2\ni2,x,3\ni2,y,\ni3,y,5\ni3,x,4\n");
        Assert.Equal(0, await cli.InvokeAsync("stats", "agreement", file, "--categories", "1,2,3,4,5", "--resamples", "100"));
        var request = Assert.IsType<MeasureAgreementRequest>(Assert.Single(services.Requests));
        Assert.Equal(["x", "y"], request.Raters);
        Assert.Equal([[1, 2], [3, double.NaN], [4, 5]], request.Items.Select(i => i.Ratings.Select(r => r.HasValue ? r.Value : double.NaN)));
        Assert.Contains("ICC(3,k)", cli.Output, StringComparison.Ordinal);

        Assert.Equal(2, await cli.InvokeAsync("stats", "agreement", Write("twice.csv", "item,rater,rating\ni1,x,1\ni1,x,2\n")));
        Assert.Contains("line 3, column 'rater': must rate an item once, was 'x'", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anchored_tells_labelled_items_from_others()
    {
        Assert.Equal(0, await cli.InvokeAsync("stats", "anchored", Write("judged.csv", "judge,label\n4,5\n3,\n2,2\n5,4\n1,1\n"), "--weight", "1"));
        var request = Assert.IsType<EstimateAnchoredRequest>(Assert.Single(services.Requests));
        Assert.Equal([4.0, 2, 5, 1], request.JudgedLabelled);
        Assert.Equal([5.0, 2, 4, 1], request.Labels);
        Assert.Equal([3.0], request.JudgedUnlabelled);
        Assert.Equal(1, request.Weight);
        Assert.Contains("labels and judge (PPI++)", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plans_are_asked_for_by_what_is_known()
    {
        Assert.Equal(0, await cli.InvokeAsync("stats", "plan", "comparison", "--instances", "1000", "--discordance", "0.2"));
        Assert.Contains("1,000 instances show a difference of 0.0395 in 80% of such comparisons, at level 0.95", cli.Output, StringComparison.Ordinal);
        Assert.Equal(0, await cli.InvokeAsync("stats", "plan", "labels", "--half-width", "0.1", "--items", "1000", "--sd", "0.5", "--correlation", "0.6"));
        Assert.Contains("Labels needed: ", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_lacks_what_it_starts_from_names_the_options_and_asks_nobody()
    {
        Assert.Equal(2, await cli.InvokeAsync("stats", "plan", "comparison", "--discordance", "0.2"));
        Assert.Contains("either --instances or --difference", cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, await cli.InvokeAsync("stats", "plan", "comparison", "--instances", "10", "--sd", "1", "--discordance", "0.2"));
        Assert.Contains("either --sd or --discordance", cli.Error, StringComparison.Ordinal);
        Assert.Empty(services.Requests);
    }

    [Theory]
    [InlineData(-0.0004, "0.000")]
    [InlineData(-0.0006, "-0.001")]
    [InlineData(0, "0.000")]
    public void A_number_that_rounds_to_zero_is_shown_without_a_sign(double value, string shown) => Assert.Equal(shown, EstimateText.Number(value));

    [Fact]
    public async Task Students_t_is_offered_for_means_alone_and_draws_nothing()
    {
        var file = Write("scores.csv", Scores);
        Assert.Equal(0, await cli.InvokeAsync("stats", "mean", file, "--method", "t"));
        Assert.Contains("level 0.95, intervals by t.", cli.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("resamples", cli.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, await cli.InvokeAsync("stats", "standings", file, "--method", "t"));
    }

    [Fact]
    public async Task Answers_are_scored_from_csv_and_from_json_lines_alike()
    {
        services.On<ScoreAnswersRequest>("ScoreAnswers", request => new ScoreAnswersResponse
        {
            Answers =
            {
                request.Answers.Select(a => new AnswerScores { Scores = { a.Text == "B" ? new Score { Metric = "m", Value = 1 } : new Score { Metric = "m", Unscored = new Unscored { Reason = UnscoredReason.NoChoice, Detail = "why" } } } }),
            },
        });
        Assert.Equal(0, await cli.InvokeAsync("score", Write("answers.csv", "text,reference,options,extra.note\nB,red,blue|red,n\nZ,blue,blue|red,\n"), "--metric", "m"));
        Assert.Equal(0, await cli.InvokeAsync("score", Write("answers.jsonl", """{"text":"B","reference":"red","options":["blue","red"],"extra.note":"n"}""" + "\n" + """{"text":"Z","reference":"blue","options":["blue","red"],"extra.note":""}""" + "\n"), "--metric", "m"));

        var requests = services.Requests.Cast<ScoreAnswersRequest>().ToList();
        Assert.Equal(requests[0], requests[1]);
        Assert.Equal(Adaptation.MultipleChoice, requests[0].Adaptation);
        Assert.Equal([("blue", false), ("red", true)], requests[0].Answers[0].References.Select(r => (r.Text, r.Correct)));
        Assert.Equal(("note", "n"), (requests[0].Answers[0].Extra[0].Name, requests[0].Answers[0].Extra[0].Value));
        Assert.Contains("NoChoice: why", cli.Output, StringComparison.Ordinal);

        Assert.Equal(2, await cli.InvokeAsync("score", Write("bad.jsonl", "{\"text\":\"B\"}\nnot json\n"), "--metric", "m"));
        Assert.Contains("bad.jsonl line 2: is no JSON object of texts", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_listed_with_range_citation_and_why_one_gives_nothing()
    {
        services.On<ListMetricsRequest>("ListMetrics", _ => new ListMetricsResponse
        {
            Metrics = { new Metric { Name = "m", RangeMax = 1, Direction = Direction.HigherIsBetter, Definition = "What it is.", Citation = "Someone 2020", Unavailable = "no encoder is configured" } },
        });
        Assert.Equal(0, await cli.InvokeAsync("metrics"));
        foreach (var text in new[] { "0 to 1", "higher", "What it is. [Someone 2020]", "m gives no values here: no encoder is configured" })
            Assert.Contains(text, cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_can_be_asked_for_by_a_part_of_their_names()
    {
        services.On<ListMetricsRequest>("ListMetrics", _ => new ListMetricsResponse { Metrics = { new Metric { Name = "rouge_1" }, new Metric { Name = "bleu" } } });
        Assert.Equal(0, await cli.InvokeAsync("metrics", "Rouge"));
        Assert.Contains("rouge_1", cli.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("bleu", cli.Output, StringComparison.Ordinal);
        Assert.Equal(2, await cli.InvokeAsync("metrics", "nothing"));
        Assert.Contains("no metric has 'nothing' in its name", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Published_tables_that_are_not_there_are_asked_for()
    {
        Assert.Equal(2, await cli.InvokeAsync("stats", "paper"));
        Assert.Contains("no folder is named", cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, await cli.InvokeAsync("stats", "paper", Path.Combine(folder.Path, "none")));
        Assert.Contains("is not there", cli.Error, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(folder.Path, name);
        File.WriteAllText(file, text);
        return file;
    }
}
