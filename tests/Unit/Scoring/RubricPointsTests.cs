using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class RubricPointsTests
{
    private static int jurors;

    [Fact]
    public void Points_of_met_criteria_are_shared_by_the_positive_points_and_jurors_weigh_the_same()
    {
        // 5 + 3 are to be had; the first juror sees 5 gained and 4 lost, the second everything gained.
        Assert.Equal(((5 - 4) / 8.0 + 8 / 8.0) / 2, Rate(2, Juror(1, 0, 1), Juror(1, 1, 0)).Value);
        Assert.Equal(0, Rate(1, Juror(0, 0, 0)).Value);
    }

    [Fact]
    public void An_answer_that_does_harm_only_is_below_nothing() => Assert.Equal(-0.5, Rate(1, Juror(0, 0, 1)).Value);

    [Fact]
    public void Too_few_valid_verdicts_leave_the_answer_unscored_and_say_why()
    {
        var score = Rate(2, Juror(1, 1, 0), new Verdict { Abstention = new Abstention { Reason = AbstentionReason.NoJson } });
        Assert.Equal((UnscoredReason.TooFewVerdicts, "no_json"), (score.Unscored.Reason, score.Unscored.Detail));
        Assert.Equal(UnscoredReason.TooFewVerdicts, Rate(0).Unscored.Reason);
    }

    [Fact]
    public void A_rubric_without_positive_points_says_nothing_about_an_answer()
    {
        Assert.Equal(UnscoredReason.NotApplicable, new RubricPoints().Rate([Juror(1, 1, 1)], new Jury { Rubric = Rubric(0, -2, 0) }).Unscored.Reason);
        Assert.Equal(UnscoredReason.NotApplicable, new RubricPoints().Rate([Juror(1, 1, 1)], new Jury()).Unscored.Reason);
    }

    [Fact]
    public void Instances_with_criteria_of_their_own_bring_the_points()
    {
        var jury = new Jury { MinValidVerdicts = 2, Rubric = new Rubric { ScaleMax = 1, InstanceCriteria = "rubric" } };
        Assert.Equal(((6 - 2) / 10.0 + 10 / 10.0) / 2, new RubricPoints().Rate([Own((6, 1), (4, 0), (-2, 1)), Own((6, 1), (4, 1), (-2, 0))], jury).Value);
        var score = new RubricPoints().Rate([Own((-2, 1)), Own((-2, 0))], jury);
        Assert.Equal((UnscoredReason.NotApplicable, "the instance has no criterion with positive points"), (score.Unscored.Reason, score.Unscored.Detail));
        Assert.Equal(UnscoredReason.TooFewVerdicts, new RubricPoints().Rate([Own((6, 1))], jury).Unscored.Reason);
    }

    [Fact]
    public void Repeats_of_a_juror_are_averaged_first()
    {
        var (first, second) = (Juror(1, 0, 0), Juror(0, 0, 0));
        (second.Juror, second.Repeat) = (first.Juror, 1);
        Assert.Equal((5 / 16.0 + 1) / 2, Rate(2, first, second, Juror(1, 1, 0)).Value);
        Assert.Equal(UnscoredReason.TooFewVerdicts, Rate(2, first, second).Unscored.Reason);
    }

    private static Verdict Own(params (double Points, double Mark)[] marks) => new()
    {
        Juror = $"juror{Interlocked.Increment(ref jurors)}",
        Marks = new Marks { Marks_ = { marks.Select((mark, i) => new Mark { Criterion = $"c{i + 1}", Score = mark.Mark, Points = mark.Points }) } },
    };

    private static Score Rate(int required, params Verdict[] verdicts) => new RubricPoints().Rate(verdicts, new Jury { MinValidVerdicts = required, Rubric = Rubric(5, 3, -4) });

    private static Rubric Rubric(params double[] points) =>
        new() { ScaleMax = 1, Criteria = { points.Select((p, i) => new Criterion { Name = $"c{i}", Points = p }) } };

    private static Verdict Juror(params double[] marks) =>
        new() { Juror = $"juror{Interlocked.Increment(ref jurors)}", Marks = new Marks { Marks_ = { marks.Select((mark, i) => new Mark { Criterion = $"c{i}", Score = mark }) } } };
}
