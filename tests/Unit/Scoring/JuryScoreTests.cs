using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Checks;
using MedHelm.Scoring;
using MedHelm.Scoring.Metrics;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class JuryScoreTests
{
    private static int jurors;

    [Fact]
    public void Jurors_weigh_the_same_and_marks_keep_their_fraction() =>
        Assert.Equal((4.5 + 2) / 2, Rate(2, Juror(5, 4), Juror(1.5, 2.5)).Value);

    [Fact]
    public void An_abstention_is_left_out_not_turned_into_a_mark() =>
        Assert.Equal(5, Rate(2, Juror(5, 5), Abstainer(AbstentionReason.NoJson), Juror(5)).Value);

    [Fact]
    public void Too_few_valid_verdicts_leave_the_answer_unscored_and_say_why()
    {
        var score = Rate(2, Abstainer(AbstentionReason.NoJson), Juror(5), Abstainer(AbstentionReason.CallFailed), Abstainer(AbstentionReason.NoJson));
        Assert.Equal(UnscoredReason.TooFewVerdicts, score.Unscored.Reason);
        Assert.Equal("call_failed + no_json", score.Unscored.Detail);
    }

    [Fact]
    public void A_jury_of_abstainers_gives_no_score_even_when_none_is_required() =>
        Assert.Equal(UnscoredReason.TooFewVerdicts, Rate(0, Abstainer(AbstentionReason.OffScale)).Unscored.Reason);

    [Fact]
    public void HELM_cuts_marks_to_whole_numbers_and_weighs_marks_not_jurors() =>
        // 4.9 -> 4, 3 -> 3, 1.5 -> 1; three marks of one juror, one of the other.
        Assert.Equal((4 + 3 + 1 + 5) / 4.0, Helm(Juror(4.9, 3, 1.5), Juror(5), Abstainer(AbstentionReason.NoJson)).Value);

    [Theory]
    [InlineData(0, 5, 0)]
    [InlineData(1, 5, 1)]
    [InlineData(2, 10, 2)]
    public void HELMs_default_where_no_verdict_counts_is_the_lowest_mark_of_the_scale(int min, int max, double value)
    {
        var jury = Jury(min, max);
        var unjudged = new HelmJuryScore().Rate([Abstainer(AbstentionReason.CallFailed), new Verdict { Marks = new Marks() }], jury);
        Assert.Equal((value, "default:no_verdict"), (unjudged.Value, unjudged.Rule));
        var blank = new HelmJuryScore().RateUnseen("", jury)!;
        Assert.Equal((value, "default:blank"), (blank.Value, blank.Rule));

        var column = new AggregateColumn { Benchmark = "b", Direction = Direction.HigherIsBetter, RangeMin = min, RangeMax = max };
        column.Models.Add(new AggregateValues { Model = "m", Values = { unjudged.Value, blank.Value } });
        AggregateTable.Check(new AggregateRequest { Columns = { column } }).ThrowIfAny();
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(" \n\t", true)]
    [InlineData("a note", false)]
    public void HELM_gives_a_blank_answer_the_default_whatever_jurors_say(string text, bool isDefault)
    {
        var score = new HelmJuryScore().RateUnseen(text, Jury(1, 5));
        Assert.Equal(isDefault ? "1 default:blank" : "", score is null ? "" : $"{score.Value} {score.Rule}");
        Assert.Null(((IVerdictMetric)new JuryScore()).RateUnseen(text, Jury(1, 5)));
    }

    private static Jury Jury(int min, int max) => new() { MinValidVerdicts = 3, Rubric = new Rubric { ScaleMin = min, ScaleMax = max } };

    private static Score Helm(params Verdict[] verdicts) => new HelmJuryScore().Rate(verdicts, Jury(1, 5));

    private static Score Rate(int required, params Verdict[] verdicts) =>
        new JuryScore().Rate(verdicts, new Jury { MinValidVerdicts = required });

    private static Verdict Juror(params double[] marks) =>
        new() { Juror = $"juror{Interlocked.Increment(ref jurors)}", Marks = new Marks { Marks_ = { marks.Select(mark => new Mark { Score = mark }) } } };

    private static Verdict Abstainer(AbstentionReason reason) => new() { Abstention = new Abstention { Reason = reason } };
}
