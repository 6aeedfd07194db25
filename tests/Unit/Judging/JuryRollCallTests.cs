using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Verdicts;
using Xunit;

namespace MedHelm.Tests.Unit.Judging;

public sealed class JuryRollCallTests
{
    [Theory]
    [InlineData("q1:ada q1:max", "")]
    [InlineData("q1:ada q1:max q1:noor", "q1")]
    [InlineData("q2:noor q1:ada q2:ada q1:max q2:max q1:noor", "q1 q2")]
    [InlineData("q1:ada q2:max q3:noor", "")]
    [InlineData("q1:eve q1:ada q1:max", "")]
    [InlineData("", "")]
    public void An_answer_is_complete_exactly_when_every_juror_has_spoken(string spoken, string complete) =>
        Assert.Equal(complete, string.Join(' ', Call(spoken).Select(item => item.InstanceId)));

    [Fact]
    public void Verdicts_come_sorted_by_juror_and_without_strangers() =>
        Assert.Equal(["ada", "max", "noor"], Call("q1:noor q1:zoe q1:max q1:ada").Single().Verdicts.Select(verdict => verdict.Juror));

    private static IReadOnlyList<JudgedInstance> Call(string spoken) => JuryRollCall.Complete(
        Sample.Jury(),
        spoken.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Split(':'))
            .ToLookup(pair => pair[0], pair => new Verdict { Juror = pair[1] }, StringComparer.Ordinal));
}
