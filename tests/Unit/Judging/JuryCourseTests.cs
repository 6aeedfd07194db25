using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Juries;
using Xunit;

namespace MedHelm.Tests.Unit.Judging;

public sealed class JuryCourseTests
{
    private const string Instance = "q1";

    [Fact]
    public void Everybody_is_asked_at_once_and_as_often_as_the_jury_repeats()
    {
        var jury = Jury();
        jury.Repeats = 2;

        Assert.Equal(["ada 0 0", "ada 1 0", "max 0 0", "max 1 0", "noor 0 0", "noor 1 0"], Names(Course(jury).Opening).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_is_decided_before_every_repeat_of_every_juror_is_in()
    {
        var jury = Jury();
        jury.Repeats = 2;
        RecordedVerdict[] said = [Said("ada", 4), Said("ada", 4, repeat: 1), Said("max", 4), Said("max", 4, repeat: 1), Said("noor", 4)];

        Assert.Null(Course(jury).Outcome(Instance, said));
        var judged = Course(jury).Outcome(Instance, [.. said, Said("noor", 4, repeat: 1)]);

        Assert.Equal((6, 6), (judged!.Verdicts.Count, judged.Calls));
        Assert.Empty(judged.Spared);
    }

    [Theory]
    [InlineData(AbstentionReason.NoJson, true)]
    [InlineData(AbstentionReason.MissingCriterion, true)]
    [InlineData(AbstentionReason.OffScale, true)]
    [InlineData(AbstentionReason.Truncated, true)]
    [InlineData(AbstentionReason.Contradictory, true)]
    [InlineData(AbstentionReason.Refused, false)]
    [InlineData(AbstentionReason.CallFailed, false)]
    public void Only_a_reply_that_could_not_be_read_is_asked_for_again_and_only_once(AbstentionReason reason, bool again)
    {
        var jury = Jury();
        jury.Repair = true;
        RecordedVerdict[] said = [Abstained("ada", reason), Said("max", 4), Said("noor", 4)];

        Assert.Equal(again ? ["ada 0 1"] : [], Names(Course(jury).After(Call("ada"), said)));
        Assert.Equal(again, Course(jury).Outcome(Instance, said) is null);
        RecordedVerdict[] twice = [.. said, Abstained("ada", reason, attempt: 1)];
        Assert.Empty(Course(jury).After(Call("ada", attempt: 1), twice));
        Assert.NotNull(Course(jury).Outcome(Instance, twice));
    }

    [Fact]
    public void The_reply_that_was_asked_for_again_counts()
    {
        var jury = Jury();
        jury.Repair = true;

        var judged = Course(jury).Outcome(Instance, [Abstained("ada", AbstentionReason.NoJson), Said("ada", 2, attempt: 1), Said("max", 4), Said("noor", 4)]);

        Assert.Equal([2.0, 4, 4], judged!.Verdicts.Select(verdict => verdict.Marks.Marks_[0].Score));
        Assert.Equal(4, judged.Calls);
    }

    [Theory]
    [InlineData(4, 4, false)]
    [InlineData(4, 4.9, false)]
    [InlineData(4, 5, true)]
    [InlineData(1, 5, true)]
    public void The_third_juror_is_asked_where_the_first_two_disagree(double one, double other, bool third)
    {
        var jury = Cascade();
        RecordedVerdict[] said = [Said("noor", one), Said("ada", other)];

        Assert.Equal(["noor 0 0", "ada 0 0"], Names(Course(jury).Opening));
        Assert.Equal(third ? ["max 0 0"] : [], Names(Course(jury).After(Call("ada"), said)));
        Assert.Equal(third, Course(jury).Outcome(Instance, said) is null);
        if (third) Assert.Equal(3, Course(jury).Outcome(Instance, [.. said, Said("max", 3)])!.Verdicts.Count);
        else Assert.Equal(["max"], Course(jury).Outcome(Instance, said)!.Spared);
    }

    [Fact]
    public void The_third_juror_is_asked_where_one_of_the_first_two_abstains() =>
        Assert.Equal(["max 0 0"], Names(Course(Cascade()).After(Call("ada"), [Said("noor", 4), Abstained("ada", AbstentionReason.CallFailed)])));

    [Fact]
    public void Agreement_that_reaches_no_score_decides_nothing()
    {
        var jury = Cascade();
        jury.MinValidVerdicts = 3;
        Assert.Equal(["max 0 0"], Names(Course(jury).After(Call("ada"), [Said("noor", 4), Said("ada", 4)])));

        (jury.MinValidVerdicts, jury.Repeats) = (2, 2);
        RecordedVerdict[] said =
        [
            Said("noor", 4), Said("noor", 4, repeat: 1),
            Abstained("ada", AbstentionReason.CallFailed), Abstained("ada", AbstentionReason.CallFailed, repeat: 1),
        ];
        Assert.Null(Course(jury).Outcome(Instance, said));
    }

    [Fact]
    public void Disagreement_that_is_exactly_at_the_limit_does_not_depend_on_rounding()
    {
        var jury = Cascade();
        jury.Escalation.Disagreement = 1.0 / 3;
        RecordedVerdict[] said = [Marked("noor", 4, 4, 4), Marked("ada", 4, 4, 5)];

        Assert.Null(Course(jury).Outcome(Instance, said));
    }

    [Fact]
    public void A_single_juror_is_enough_where_the_jury_says_so()
    {
        var jury = Cascade();
        (jury.Escalation.First, jury.Repeats) = (1, 2);

        Assert.Equal(["ada", "max"], Course(jury).Outcome(Instance, [Said("noor", 4), Said("noor", 4, repeat: 1)])!.Spared.Order(StringComparer.Ordinal));
        Assert.Null(Course(jury).Outcome(Instance, [Said("noor", 4), Said("noor", 2, repeat: 1)]));
        Assert.Null(Course(jury).Outcome(Instance, [Said("noor", 4), Abstained("noor", AbstentionReason.Refused, repeat: 1)]));
    }

    [Fact]
    public void Instances_of_the_audit_are_put_to_everybody_and_are_the_same_for_every_candidate()
    {
        var jury = Cascade();
        jury.Escalation.AuditShare = 0.2;
        var audited = Enumerable.Range(0, 2000).Select(i => $"q{i}").Where(id => Audit.Includes(jury, id)).ToList();

        Assert.InRange(audited.Count, 300, 500);
        Assert.All(audited.Take(20), id => Assert.Equal(3, new JuryCourse(jury, "any", id).Opening.Count()));
        jury.Escalation.AuditShare = 0;
        Assert.DoesNotContain(audited, id => Audit.Includes(jury, id));
        jury.Escalation.AuditShare = 1;
        Assert.All(audited, id => Assert.True(Audit.Includes(jury, id)));
    }

    [Fact]
    public void A_panel_decides_who_is_asked_and_an_empty_seat_is_an_abstention()
    {
        var jury = Jury();
        jury.Bench.Add(new Juror { Name = "eve", Deployment = "lab/judge-3" });
        jury.Panels.Add(new Panel
        {
            Candidate = Sample.Candidate,
            Jurors = { "eve", "max" },
            Substitutions = { new Substitution { Juror = "noor", Substitute = "eve" }, new Substitution { Juror = "ada" } },
        });

        Assert.Equal(["eve 0 0", "max 0 0"], Names(Course(jury).Opening));
        Assert.Equal(["ada"], PanelSeats.EmptySeats(jury, Sample.Candidate).Select(juror => juror.Name));
        var judged = Course(jury).Outcome(Instance, [Said("eve", 3), Said("max", 4), Abstained("ada", AbstentionReason.Recused)]);
        Assert.Equal(["ada", "eve", "max"], judged!.Verdicts.Select(verdict => verdict.Juror));
        Assert.Equal(2, judged.Calls);
        Assert.Equal(3, new JuryCourse(jury, "another/candidate", Instance).Opening.Count());
    }

    private static JuryCourse Course(Jury jury) => new(jury, Sample.Candidate, Instance);

    private static Jury Jury()
    {
        var jury = Sample.Jury();
        jury.Sha256 = "jury";
        return jury;
    }

    private static Jury Cascade()
    {
        var jury = Jury();
        jury.Escalation = new Escalation { First = 2, Disagreement = 1 };
        return jury;
    }

    private static JurorCall Call(string juror, int attempt = 0) => new(Sample.Jury().Jurors.First(member => member.Name == juror), 0, attempt);

    private static IEnumerable<string> Names(IEnumerable<JurorCall> calls) => calls.Select(call => $"{call.Juror.Name} {call.Repeat} {call.Attempt}");

    private static RecordedVerdict Said(string juror, double mean, int repeat = 0, int attempt = 0)
    {
        var verdict = Marked(juror, mean);
        (verdict.Verdict.Repeat, verdict.Attempt) = (repeat, attempt);
        return verdict;
    }

    private static RecordedVerdict Marked(string juror, params double[] marks) => new()
    {
        InstanceId = Instance,
        Verdict = new Verdict { Juror = juror, Marks = new Marks { Marks_ = { marks.Select((mark, i) => new Mark { Criterion = $"c{i}", Score = mark }) } } },
    };

    private static RecordedVerdict Abstained(string juror, AbstentionReason reason, int attempt = 0, int repeat = 0) => new()
    {
        InstanceId = Instance,
        Attempt = attempt,
        Verdict = new Verdict { Juror = juror, Repeat = repeat, Abstention = new Abstention { Reason = reason } },
    };
}
