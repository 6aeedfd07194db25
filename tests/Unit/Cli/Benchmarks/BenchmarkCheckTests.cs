using System.Text.Json;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli.Benchmarks;

public sealed class BenchmarkCheckTests : IDisposable
{
    private readonly FakeServices services = new();
    private readonly CommandLineHarness cli;
    private readonly OwnCatalog own = new();

    public BenchmarkCheckTests()
    {
        cli = new CommandLineHarness(services);
        services.On<ListMetricsRequest>("ListMetrics", _ => throw new RpcException(new Status(StatusCode.Unavailable, "nobody is there")));
    }

    public void Dispose() => own.Dispose();

    [Fact]
    public async Task A_check_shows_what_a_run_would_do()
    {
        Scores((_, answer, right) => answer == right ? 1 : 0);

        Assert.Equal(0, await cli.InvokeAsync("benchmarks", "check", own.File, "--prompts", "2"));

        Assert.Contains("lights, protocol corrected and medhelm: ok", cli.Output, StringComparison.Ordinal);
        Assert.Contains("instances 3\n", cli.Output, StringComparison.Ordinal);
        Assert.Contains("1 rows: There is no light.", cli.Output, StringComparison.Ordinal);
        Assert.Contains("lights.csv, record 4", cli.Output, StringComparison.Ordinal);
        Assert.Matches(@"shortest prompt \d+, median \d+, longest \d+, total \d+ \(cl100k_base tokens\)", cli.Output);
        Assert.Contains("exact_match: 3 of 3 gold answers get 1\n", cli.Output, StringComparison.Ordinal);
        Assert.Contains("The light is red.\nA. stop\nB. go\nC. wait\n", cli.Output, StringComparison.Ordinal);
        Assert.Contains("The light is green.", cli.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("The light is amber.", cli.Output, StringComparison.Ordinal);
        Assert.Contains("* stop\n  go\n", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_right_answer_and_a_wrong_one_are_scored_by_their_letter()
    {
        Scores((_, answer, right) => answer == right ? 1 : 0);

        await cli.InvokeAsync("benchmarks", "check", own.File);

        var request = services.Requests.OfType<ScoreAnswersRequest>().Single();
        Assert.Equal(["A", "B", "B", "C", "C", "A"], request.Answers.Select(a => a.Text));
        Assert.Equal(["exact_match"], request.Metrics);
        Assert.Equal(Adaptation.MultipleChoice, request.Adaptation);
    }

    [Fact]
    public async Task A_right_answer_that_does_not_score_as_right_fails_the_check()
    {
        Scores((id, answer, right) => answer == right && id != 1 ? 1 : 0);

        Assert.Equal(1, await cli.InvokeAsync("benchmarks", "check", own.File));
        Assert.Contains("lights, protocol corrected and medhelm: FAILED", cli.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 3 gold answers get 1, 1 get less (2), 1 wrong answers are as good (2)", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_answer_that_scores_as_right_fails_the_check()
    {
        Scores((_, _, _) => 1);

        Assert.Equal(1, await cli.InvokeAsync("benchmarks", "check", own.File));
        Assert.Contains("3 wrong answers are as good (1, 2, 4)", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unscored_right_answers_are_listed_by_reason()
    {
        Scores((id, answer, right) => id == 0 ? null : answer == right ? 1 : 0);

        Assert.Equal(0, await cli.InvokeAsync("benchmarks", "check", own.File));
        Assert.Contains("2 of 3 gold answers get 1, 1 are unscored: reference_unusable: broken (1)", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_system_one_benchmark_is_checked_and_that_is_said_in_a_line()
    {
        Assert.Equal(0, await cli.InvokeAsync("benchmarks", "check", own.File));
        Assert.Contains("ok", cli.Output, StringComparison.Ordinal);
        Assert.StartsWith("not scored: no system answers at http://127.0.0.1:5081; start one", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_system_a_check_of_all_fails_unless_scoring_is_not_wanted()
    {
        Assert.Equal(1, await cli.InvokeAsync("benchmarks", "check", "--all", "--catalog", own.Path, "--data", "full"));
        Assert.Contains("--without-scoring", cli.Error, StringComparison.Ordinal);
        var line = cli.Output.Split('\n').Single(l => l.Contains(" lights ", StringComparison.Ordinal));
        Assert.StartsWith("ok     lights", line, StringComparison.Ordinal);

        Assert.Equal(0, await cli.InvokeAsync("benchmarks", "check", "lights", "--catalog", own.Path, "--without-scoring"));
        Assert.Empty(services.Requests.OfType<ScoreAnswersRequest>());
    }

    [Fact]
    public async Task A_service_that_refuses_the_answers_fails_the_check()
    {
        services.On<ListMetricsRequest>("ListMetrics", _ => Metrics());
        services.On<ScoreAnswersRequest>("ScoreAnswers", _ => throw new RpcException(new Status(StatusCode.InvalidArgument, "metrics[0] is odd")));

        Assert.Equal(1, await cli.InvokeAsync("benchmarks", "check", own.File));
        Assert.Contains("not scored: refused: metrics[0] is odd", cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StatusCode.Internal, 1)]
    [InlineData(StatusCode.Unknown, 1)]
    [InlineData(StatusCode.NotFound, 1)]
    [InlineData(StatusCode.Unimplemented, 1)]
    [InlineData(StatusCode.FailedPrecondition, 1)]
    [InlineData(StatusCode.Unavailable, 0)]
    [InlineData(StatusCode.DeadlineExceeded, 0)]
    public async Task Only_a_service_that_is_away_leaves_a_check_without_scores(StatusCode status, int exitCode)
    {
        services.On<ListMetricsRequest>("ListMetrics", _ => Metrics());
        services.On<ScoreAnswersRequest>("ScoreAnswers", _ => throw new RpcException(new Status(status, "odd")));

        Assert.Equal(exitCode, await cli.InvokeAsync("benchmarks", "check", own.File));
        Assert.Contains(exitCode == 0 ? ": ok" : ": FAILED", cli.Output, StringComparison.Ordinal);
        Assert.Contains("not scored: ", cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StatusCode.Internal, 1)]
    [InlineData(StatusCode.Unavailable, 0)]
    public async Task A_system_that_cannot_say_its_metrics_fails_the_check_unless_it_is_away(StatusCode status, int exitCode)
    {
        services.On<ListMetricsRequest>("ListMetrics", _ => throw new RpcException(new Status(status, "odd")));

        Assert.Equal(exitCode, await cli.InvokeAsync("benchmarks", "check", own.File));
        Assert.NotEmpty(cli.Error);
    }

    [Fact]
    public async Task The_wrong_answer_about_a_note_with_an_error_denies_the_error()
    {
        services.On<ListMetricsRequest>("ListMetrics", _ => new ListMetricsResponse { Metrics = { new Metric { Name = "helm_medec_error_flag_accuracy", RangeMax = 1 } } });
        own.Write("datasets/lights/lights.csv", "nr,light,gold\n1,red,CORRECT\n2,green,2 It is blue.\n");
        var definition = await File.ReadAllTextAsync(own.File);
        own.Write("benchmarks/lights.yaml", $$$"""
            {{{definition[..definition.IndexOf("  options:", StringComparison.Ordinal)]}}}  reference: "{{ row.gold }}"
            adaptation: generation
            prompt: "{{ input }}"
            parameters: {temperature: 0, max_output_tokens: 4}
            metrics: [helm_medec_error_flag_accuracy]
            """);

        await cli.InvokeAsync("benchmarks", "check", own.File);

        Assert.Equal(["CORRECT", "wrong answer, on purpose", "2 It is blue.", "CORRECT"], services.Requests.OfType<ScoreAnswersRequest>().Single().Answers.Select(a => a.Text));
    }

    [Fact]
    public async Task Problems_of_a_definition_are_told_with_file_and_line()
    {
        own.Change("version: 1", "version: one");

        Assert.Equal(1, await cli.InvokeAsync("benchmarks", "check", own.File));
        Assert.Contains($"{own.File}:2: version must be a whole number", cli.Error, StringComparison.Ordinal);
        Assert.Empty(cli.Output);
    }

    [Fact]
    public async Task Data_that_cannot_be_used_fails_the_check_with_its_place()
    {
        own.Write("datasets/lights/lights.csv", "nr,light,gold\n1,red,D\n");

        Assert.Equal(1, await cli.InvokeAsync("benchmarks", "check", own.File));
        Assert.Contains("record 2: mapping.gold.letter", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_juror_prompt_is_shown_for_the_first_instance()
    {
        own.Change("metrics: [exact_match]", "metrics: [jury_score]\nrubric: {version: 1, scale_min: 1, scale_max: 5, criteria: [{name: tone, description: Is it kind?}], role: You rate., question_is: A question, response_is: An answer, gold_is: A good answer}");

        await cli.InvokeAsync("benchmarks", "check", own.File, "--prompts", "2", "--protocol", "corrected");

        Assert.Contains("jury_score: by a jury in a run", cli.Output, StringComparison.Ordinal);
        Assert.Equal(2, cli.Output.Split("What a juror reads").Length);
        Assert.Contains("- tone: Is it kind?", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_holds_the_check_and_nothing_else()
    {
        Scores((_, answer, right) => answer == right ? 1 : 0);

        Assert.Equal(0, await cli.InvokeAsync("benchmarks", "check", own.File, "--json"));
        using var json = JsonDocument.Parse(cli.Output);
        var check = json.RootElement.GetProperty("checks")[0];
        Assert.True(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.Equal(3, check.GetProperty("instances").GetInt32());
        Assert.Equal(3, check.GetProperty("scoring").GetProperty("metrics")[0].GetProperty("atBest").GetInt32());
    }

    [Fact]
    public async Task An_unknown_benchmark_is_bad_usage()
    {
        Assert.Equal(2, await cli.InvokeAsync("benchmarks", "check", "nosuch"));
        Assert.Contains("there is no benchmark 'nosuch'", cli.Error, StringComparison.Ordinal);
    }

    private static ListMetricsResponse Metrics() => new()
    {
        Metrics = { new Metric { Name = "exact_match", Direction = Direction.HigherIsBetter, RangeMin = 0, RangeMax = 1 } },
    };

    // Of instance number, answer and right letter; null is unscored.
    private void Scores(Func<int, string, string, double?> score)
    {
        services.On<ListMetricsRequest>("ListMetrics", _ => Metrics());
        services.On<ScoreAnswersRequest>("ScoreAnswers", request => new ScoreAnswersResponse
        {
            Answers =
            {
                request.Answers.Select((answer, i) => new AnswerScores
                {
                    Scores = { Score(score(i / 2, answer.Text, ((char)('A' + answer.References.ToList().FindIndex(r => r.Correct))).ToString())) },
                }),
            },
        });
    }

    private static Score Score(double? value) => value is { } number
        ? new() { Metric = "exact_match", Value = number }
        : new() { Metric = "exact_match", Unscored = new() { Reason = UnscoredReason.ReferenceUnusable, Detail = "broken" } };
}
