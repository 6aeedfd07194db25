using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class JuryScoreTests
{
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

    private static Score Rate(int required, params Verdict[] verdicts) =>
        new JuryScore().Rate(verdicts, new Jury { MinValidVerdicts = required });

    private static Verdict Juror(params double[] marks) =>
        new() { Marks = new Marks { Marks_ = { marks.Select(mark => new Mark { Score = mark }) } } };

    private static Verdict Abstainer(AbstentionReason reason) => new() { Abstention = new Abstention { Reason = reason } };
}
