using Google.Rpc;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class ScoreAnswersTests : ScoringOnSqlite
{
    private static readonly string[] Hostile =
    [
        "drop table patient", "delete from patient", "attach 'x.db' as x", "pragma table_info(patient)", "select load_extension('x')", "select name from patient; drop table patient",
        "with recursive t(n) as (select 1 union all select n from t) select count(*) from t",
    ];

    [Fact]
    public async Task Posted_answers_get_one_score_for_each_metric_in_their_order()
    {
        var response = await Rpc.ScoreAnswers(
            new()
            {
                Metrics = { "quasi_exact_match", "helm_exact_match", "exact_match" },
                Adaptation = Adaptation.MultipleChoice,
                Answers = { Posted("B."), Posted("B"), Posted("nothing") },
            },
            new CallContext());

        Assert.Equal(
            ["quasi_exact_match 1, helm_exact_match 0, exact_match 1", "quasi_exact_match 1, helm_exact_match 1, exact_match 1", "quasi_exact_match NoChoice, helm_exact_match 0, exact_match NoChoice"],
            response.Answers.Select(answer => string.Join(", ", answer.Scores.Select(Text))));

        static PostedAnswer Posted(string text) => new() { Text = text, References = { new Reference { Text = "rest" }, new Reference { Text = "walk", Correct = true } } };
    }

    [Fact]
    public async Task The_source_reaches_the_metric_and_is_missed_where_it_is_not_given()
    {
        var response = await Rpc.ScoreAnswers(
            new()
            {
                Metrics = { "summarization_density", "rouge_1" },
                Adaptation = Adaptation.Generation,
                Answers = { new PostedAnswer { Text = "mild fever", Source = "a mild fever since monday", References = { new Reference { Text = "Fevers", Correct = true } } }, new PostedAnswer { Text = "x" } },
            },
            new CallContext());
        Assert.Equal(["summarization_density 2, rouge_1 0.6666666666666666", "summarization_density NoSource, rouge_1 NoReference"], response.Answers.Select(answer => string.Join(", ", answer.Scores.Select(Text))));
    }

    [Theory]
    [InlineData("rouge_l")]
    [InlineData("rouge_lsum")]
    [InlineData("summarization_coverage")]
    public async Task Whoever_gives_up_ends_the_comparison_of_long_texts(string metric)
    {
        // Each takes seconds when nobody ends it.
        var (text, other) = (string.Concat(Enumerable.Repeat("a b d ", 150_000)), string.Concat(Enumerable.Repeat("a b c ", 300_000)));
        using var giving = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var request = new ScoreAnswersRequest { Metrics = { metric }, Adaptation = Adaptation.Generation, Answers = { new PostedAnswer { Text = text, Source = other, References = { new Reference { Text = other, Correct = true } } } } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Rpc.ScoreAnswers(request, new CallContext(giving.Token)));
    }

    [Fact]
    public async Task Extras_reach_the_metric()
    {
        var response = await Rpc.ScoreAnswers(
            new()
            {
                Metrics = { "medcalc_bench_accuracy", "helm_medcalc_bench_accuracy" },
                Adaptation = Adaptation.Generation,
                Answers =
                {
                    new PostedAnswer
                    {
                        Text = "7.5",
                        References = { new Reference { Text = "7.4", Correct = true } },
                        Extra = { new Extra { Name = "category", Value = "lab" }, new Extra { Name = "lower_limit", Value = "7" }, new Extra { Name = "upper_limit", Value = "8" } },
                    },
                },
            },
            new CallContext());
        Assert.Equal(["medcalc_bench_accuracy 1", "helm_medcalc_bench_accuracy 0"], Assert.Single(response.Answers).Scores.Select(Text));
    }

    [Fact]
    public async Task Queries_are_executed_on_the_attachment_and_hostile_ones_are_wrong_and_harmless()
    {
        var bytes = ClinicDatabase.Bytes();
        var request = Sql(Catalog.Add(bytes), ["select name from patient where weight > 70", "select 'Bo' union select 'Bo'", "select name from patient", "null", .. Hostile]);
        var response = await Rpc.ScoreAnswers(request, new CallContext());
        Assert.Equal([1, 1, 0, 0, .. Hostile.Select(_ => 0.0)], response.Answers.Select(answer => answer.Scores[0].Value));
        Assert.Equal([1, 1, 0, 0, .. Hostile.Select(_ => 0.0)], response.Answers.Select(answer => answer.Scores[2].Value));
        Assert.Equal([1, 1, 1, 0, .. Hostile.Select(_ => 0.0)], response.Answers.Select(answer => answer.Scores[1].Value));
        Assert.Single(Catalog.Calls);
    }

    [Fact]
    public async Task The_clock_of_the_repaired_metric_is_that_of_the_questions()
    {
        var request = Sql(Catalog.Add(ClinicDatabase.Bytes()), ["select name from patient where admitted like '2105-12-30%'"]);
        request.Answers[0].References[0].Text = "select name from patient where datetime(admitted,'start of day') = datetime(current_time,'start of day','-1 day')";
        var scores = Assert.Single((await Rpc.ScoreAnswers(request, new CallContext())).Answers).Scores;
        Assert.Equal(["ehr_sql_execution_accuracy 1", "ehr_sql_query_validity 1", "helm_ehr_sql_execution_accuracy 0"], scores.Select(Text));
    }

    [Fact]
    public async Task A_database_that_is_none_leaves_answers_unscored_with_the_reason()
    {
        var scores = Assert.Single((await Rpc.ScoreAnswers(Sql(Catalog.Add(new byte[4096]), ["select 1"]), new CallContext())).Answers).Scores;
        Assert.All(scores, score => Assert.Equal(
            (UnscoredReason.ReferenceUnusable, "attachment 'database': the file is not a SQLite database with tables"), (score.Unscored.Reason, score.Unscored.Detail)));
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_is_named_at_once()
    {
        var request = new ScoreAnswersRequest
        {
            Metrics = { "exact_match", "exact_match", "meteor", "jury_score", "helm_jury_score", "ehr_sql_query_validity" },
            Attachments = { new Attachment { Name = "schema", Sha256 = "../../etc/passwd" }, new Attachment { Name = "schema", Sha256 = new string('a', 64), Size = 1 } },
            Answers = { new PostedAnswer { Extra = { new Extra { Name = "a" }, new Extra { Name = "a" } } }, new PostedAnswer { Source = new('s', 8_000_001) } },
        };
        Assert.Equal(
            [
                "metrics[1]", "metrics[2]", "adaptation",
                "attachments[0].sha256", "attachments[0].size", "attachments[1].name", "attachments", "jury", "answers[0].extra[1].name", "answers[1].source",
            ],
            await ViolationsAsync(request));
        Assert.Contains("because 'jury_score' is made of verdicts", (await RefusalAsync(request)).Status.Detail);
    }

    [Fact]
    public async Task One_to_a_thousand_answers_are_taken()
    {
        var request = new ScoreAnswersRequest { Metrics = { "exact_match" }, Adaptation = Adaptation.Generation };
        Assert.Equal(["answers"], await ViolationsAsync(request));
        request.Answers.Add(Enumerable.Repeat(new PostedAnswer { Text = "x" }, 1000));
        Assert.Equal(1000, (await Rpc.ScoreAnswers(request, new CallContext())).Answers.Count);
        request.Answers.Add(new PostedAnswer());
        request.Metrics.Clear();
        Assert.Equal(["metrics", "answers"], await ViolationsAsync(request));
    }

    private static ScoreAnswersRequest Sql(Attachment database, string[] answers) => new()
    {
        Metrics = { "ehr_sql_execution_accuracy", "ehr_sql_query_validity", "helm_ehr_sql_execution_accuracy" },
        Adaptation = Adaptation.Generation,
        Attachments = { database },
        Answers = { answers.Select(text => new PostedAnswer { Text = text, References = { new Reference { Text = "select name from patient where id = 2", Correct = true } } }) },
    };

    private Task<RpcException> RefusalAsync(ScoreAnswersRequest request) => Assert.ThrowsAsync<RpcException>(() => Rpc.ScoreAnswers(request, new CallContext()));

    private async Task<IEnumerable<string>> ViolationsAsync(ScoreAnswersRequest request)
    {
        var refusal = await RefusalAsync(request);
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        return refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field);
    }

    private static string Text(Score score) => $"{score.Metric} {(score.OutcomeCase == Score.OutcomeOneofCase.Value ? score.Value : score.Unscored.Reason)}";
}
