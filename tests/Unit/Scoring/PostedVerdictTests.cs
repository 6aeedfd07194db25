using Google.Rpc;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class PostedVerdictTests : ScoringOnSqlite
{
    [Fact]
    public async Task Posted_verdicts_are_scored_as_those_of_a_run_beside_metrics_of_the_text()
    {
        var request = Request(0, 1, "rubric_points", "exact_match", "jury_score");
        request.Answers.Add(Answer(Marks("one", 1, 0), Marks("two", 1, 1)));
        request.Answers.Add(Answer(Marks("one", 1, 1), new Verdict { Juror = "two", Abstention = new Abstention { Reason = AbstentionReason.NoJson } }));
        var response = await Rpc.ScoreAnswers(request, new CallContext());
        Assert.Equal(["rubric_points 0.7", "exact_match 1", "jury_score 0.75"], response.Answers[0].Scores.Select(Text));
        Assert.Equal(["rubric_points TooFewVerdicts", "exact_match 1", "jury_score TooFewVerdicts"], response.Answers[1].Scores.Select(Text));
    }

    [Fact]
    public async Task A_blank_answer_keeps_HELMs_default_whatever_its_jurors_said()
    {
        var request = Request(1, 5, "helm_jury_score");
        request.Answers.Add(new PostedAnswer { Text = " ", Verdicts = { Marks("one", 5, 5) } });
        Assert.Equal(1, Assert.Single((await Rpc.ScoreAnswers(request, new CallContext())).Answers).Scores[0].Value);
    }

    [Fact]
    public async Task Repeats_of_a_juror_count_once_and_the_rule_of_the_jury_is_followed()
    {
        var request = Request(0, 1, "jury_score");
        request.Jury.Aggregation = Aggregation.WeightedMean;
        request.Jury.Jurors.Add(new Juror { Name = "one", Weight = 3 });
        var again = Marks("one", 0, 0);
        again.Repeat = 1;
        request.Answers.Add(Answer(Marks("one", 1, 1), again, Marks("two", 1, 1)));
        Assert.Equal((3 * 0.5 + 1) / 4, (await Rpc.ScoreAnswers(request, new CallContext())).Answers[0].Scores[0].Value);
        again.Repeat = 0;
        request.Jury.Trim = 0.5;
        request.Jury.Jurors[0].Weight = -1;
        Assert.Equal(["jury.trim", "jury.jurors[0].weight", "answers[0].verdicts[1].juror"], await ViolationsAsync(request));
    }

    [Fact]
    public async Task Criteria_of_the_instance_are_those_of_its_first_verdict()
    {
        var request = Request(0, 1, "rubric_points");
        request.Jury.Rubric.Criteria.Clear();
        request.Jury.Rubric.InstanceCriteria = "rubric";
        var first = Marks("one", 1, 0);
        (first.Marks.Marks_[0].Points, first.Marks.Marks_[1].Points) = (3, 1);
        var second = first.Clone();
        second.Juror = "two";
        request.Answers.Add(Answer(first, second));
        Assert.Equal(0.75, (await Rpc.ScoreAnswers(request, new CallContext())).Answers[0].Scores[0].Value);
        second.Marks.Marks_.RemoveAt(0);
        Assert.Equal(["answers[0].verdicts[1].marks"], await ViolationsAsync(request));
    }

    [Theory]
    [InlineData(1e308)]
    [InlineData(-1_000_001)]
    [InlineData(double.PositiveInfinity)]
    public async Task Points_whose_sum_would_be_no_number_are_refused(double points)
    {
        var request = Request(0, 1, "rubric_points");
        request.Jury.Rubric.Criteria[0].Points = points;
        request.Answers.Add(Answer(Marks("one", 1, 0), Marks("two", 1, 1)));
        Assert.Equal(["jury.rubric.criteria[0].points"], await ViolationsAsync(request));
    }

    [Fact]
    public async Task Everything_wrong_with_jury_and_verdicts_is_named_at_once()
    {
        var request = Request(1, 5, "rubric_points");
        request.Jury.MinValidVerdicts = -1;
        request.Jury.Rubric.Criteria.Add(new Criterion { Name = "a", Points = double.NaN });
        request.Answers.Add(Answer());
        request.Answers.Add(Answer(new Verdict { Juror = "one" }, Marks("one", 6, double.NaN)));
        var stray = Marks("two", 1);
        stray.Marks.Marks_.Add([new Mark { Criterion = "c", Score = 1 }, new Mark { Criterion = "a", Score = 1 }]);
        request.Answers.Add(Answer(stray));
        Assert.Equal(
            [
                "jury.min_valid_verdicts", "jury.rubric.criteria[2].name", "jury.rubric.criteria[2].points", "jury.rubric.scale_max", "answers[0].verdicts",
                "answers[1].verdicts[0]", "answers[1].verdicts[1].juror", "answers[1].verdicts[1].marks[0].score", "answers[1].verdicts[1].marks[1].score",
                "answers[2].verdicts[0].marks[1].criterion", "answers[2].verdicts[0].marks[2].criterion", "answers[2].verdicts[0].marks",
            ],
            await ViolationsAsync(request));
    }

    [Fact]
    public async Task Verdicts_without_a_jury_and_a_jury_without_a_rubric_are_refused()
    {
        var request = Request(0, 1, "exact_match");
        request.Answers.Add(Answer(Marks("one", 1, 1)));
        request.Jury.Rubric = null;
        Assert.Equal(["jury.rubric"], await ViolationsAsync(request));
        request.Jury = null;
        Assert.Equal(["jury"], await ViolationsAsync(request));
        request.Jury = new Jury { Rubric = new Rubric { ScaleMin = 3, ScaleMax = 3 } };
        request.Answers[0].Verdicts.Clear();
        Assert.Equal(["jury.rubric.scale_max", "jury.rubric.criteria"], await ViolationsAsync(request));
    }

    private static ScoreAnswersRequest Request(int min, int max, params string[] metrics) => new()
    {
        Metrics = { metrics },
        Adaptation = Adaptation.Generation,
        Jury = new Jury
        {
            MinValidVerdicts = metrics[0] == "helm_jury_score" ? 1 : 2,
            Rubric = new Rubric { ScaleMin = min, ScaleMax = max, Criteria = { new Criterion { Name = "a", Points = 2 }, new Criterion { Name = "b", Points = 3 } } },
        },
    };

    private static PostedAnswer Answer(params Verdict[] verdicts) => new() { Text = "walk", References = { new Reference { Text = "walk", Correct = true } }, Verdicts = { verdicts } };

    private static Verdict Marks(string juror, params double[] marks) =>
        new() { Juror = juror, Marks = new Marks { Marks_ = { marks.Select((mark, i) => new Mark { Criterion = i == 0 ? "a" : "b", Score = mark }) } } };

    private static string Text(Score score) => $"{score.Metric} {(score.OutcomeCase == Score.OutcomeOneofCase.Value ? score.Value : score.Unscored.Reason)}";

    private async Task<IEnumerable<string>> ViolationsAsync(ScoreAnswersRequest request)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => Rpc.ScoreAnswers(request, new CallContext()));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        return refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field);
    }
}
