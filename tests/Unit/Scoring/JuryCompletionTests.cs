using MedHelm.Contracts.Judging.V1;
using MedHelm.Scoring.Rescoring;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class JuryCompletionTests
{
    [Fact]
    public void Every_juror_must_have_spoken_as_often_as_it_is_asked()
    {
        var jury = new Jury { Repeats = 2, Jurors = { new Juror { Name = "a" }, new Juror { Name = "b" } } };
        Assert.False(Decided(jury, Said("a", 0, 4), Said("a", 1, 4), Said("b", 0, 4)));
        Assert.True(Decided(jury, Said("a", 0, 4), Said("a", 1, 4), Said("b", 0, 4), Abstained("b", 1, AbstentionReason.NoJson)));
        Assert.False(Decided(jury));
    }

    [Theory]
    [InlineData(AbstentionReason.BlankAnswer, true)]
    [InlineData(AbstentionReason.Recused, true)]
    [InlineData(AbstentionReason.NoCriteria, true)]
    [InlineData(AbstentionReason.CallFailed, false)]
    public void One_abstention_stands_for_all_repeats_where_nobody_was_asked(AbstentionReason reason, bool decided)
    {
        var jury = new Jury { Repeats = 3, Jurors = { new Juror { Name = "a" } } };
        Assert.Equal(decided, Decided(jury, Abstained("a", 0, reason)));
    }

    [Fact]
    public void The_panel_says_who_is_asked_and_a_substitute_takes_the_seat()
    {
        var jury = new Jury
        {
            Jurors = { new Juror { Name = "a" }, new Juror { Name = "b" } },
            Bench = { new Juror { Name = "s" } },
            Panels = { new Panel { Candidate = "model", Jurors = { "s", "b" }, Substitutions = { new Substitution { Juror = "a", Substitute = "s" } } } },
        };
        Assert.True(Decided(jury, Said("s", 0, 4), Said("b", 0, 4)));
        Assert.False(Decided(jury, Said("a", 0, 4), Said("b", 0, 4)));
        Assert.DoesNotContain("s", new JuryCompletion(jury, "other").Members);
        Assert.Contains("a", new JuryCompletion(jury, "model").Members);
    }

    [Fact]
    public void Spared_jurors_are_not_waited_for_where_the_first_agree()
    {
        var jury = new Jury { Jurors = { new Juror { Name = "a" }, new Juror { Name = "b" }, new Juror { Name = "c" } }, Escalation = new() { First = 2, Disagreement = 1.0 / 3 } };
        Assert.True(Decided(jury, Said("a", 0, 4), Said("b", 0, 4.3)));
        Assert.False(Decided(jury, Said("a", 0, 4), Said("b", 0, 13 / 3.0)));
        Assert.False(Decided(jury, Said("a", 0, 4)));
        Assert.False(Decided(jury, Said("a", 0, 4), Abstained("b", 0, AbstentionReason.NoJson)));
        Assert.True(Decided(jury, Said("a", 0, 4), Said("b", 0, 2), Said("c", 0, 3)));
    }

    private static bool Decided(Jury jury, params Verdict[] verdicts) => new JuryCompletion(jury, "model").IsDecided(verdicts);

    private static Verdict Said(string juror, int repeat, double mark) => new() { Juror = juror, Repeat = repeat, Marks = new Marks { Marks_ = { new Mark { Score = mark } } } };

    private static Verdict Abstained(string juror, int repeat, AbstentionReason reason) => new() { Juror = juror, Repeat = repeat, Abstention = new Abstention { Reason = reason } };
}
