using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Trust.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Judging.Bench;

public sealed class AdmissionTests : BenchOnSqlite
{
    private static readonly Dictionary<string, Func<CompleteRequest, string>> Vices = new(StringComparer.Ordinal)
    {
        ["readable"] = ExamJurors.Chats,
        ["shuffled"] = ExamJurors.IgnoresOrderOfWords,
        ["padded"] = ExamJurors.LovesLength,
        ["injection"] = ExamJurors.ObeysAnswers,
        ["order"] = ExamJurors.ReadsTheFirstCriterionOnly,
    };

    [Fact]
    public async Task A_good_juror_passes_every_check_and_each_says_what_was_measured_and_demanded()
    {
        Inference.Juror = ExamJurors.Good;

        var admission = await AdmitAsync();

        Assert.Equal(["readable", "known_answers", "shuffled", "padded", "injection", "order", "repeatable"], admission.Checks.Select(check => check.Name));
        Assert.All(admission.Checks, check => Assert.True(check.Passed && check.Effect.HasLow && check.Demand.Length > 20 && check.Verdicts >= 8, check.ToString()));
        Assert.True(admission.Admitted);
        Assert.Equal((72 * 1_000, 72), (admission.CostNanoUsd, Inference.Asked.Count));
        Assert.All(Inference.Asked, asked => Assert.Equal(ResponseFormat.Types.Kind.JsonSchema, asked.ResponseFormat.Kind));
    }

    [Theory]
    [InlineData("readable")]
    [InlineData("shuffled")]
    [InlineData("padded")]
    [InlineData("injection")]
    [InlineData("order")]
    public async Task A_juror_with_one_vice_fails_the_check_that_looks_for_it_and_no_other(string check)
    {
        Inference.Juror = Vices[check];

        var admission = await AdmitAsync();

        Assert.Equal([check], admission.Checks.Where(made => !made.Passed).Select(made => made.Name));
        Assert.False(admission.Admitted);
    }

    [Fact]
    public async Task A_juror_that_answers_at_random_neither_repeats_itself_nor_knows_good_from_bad()
    {
        Inference.Juror = ExamJurors.Guesses;

        var failed = (await AdmitAsync()).Checks.Where(check => !check.Passed).Select(check => check.Name).ToList();

        Assert.Superset(new HashSet<string>(["known_answers", "repeatable"], StringComparer.Ordinal), new HashSet<string>(failed, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Asked_again_the_report_is_the_stored_one_until_model_or_renewal_ask_anew()
    {
        Inference.Juror = ExamJurors.Good;
        var first = await AdmitAsync();
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(first, await AdmitAsync());
        Assert.Equal(72, Inference.Asked.Count);
        Assert.NotEqual(first.Time, (await AdmitAsync(renew: true)).Time);
        Assert.Empty(Inference.Asked.Take(72).Select(Question).Intersect(Inference.Asked.Skip(72).Select(Question)));
        Inference.Model = "judge-2026-02";
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("judge-2026-02", (await AdmitAsync()).Model);
        Assert.Equal("judge-2026-02", Assert.Single((await Rpc.ListAdmissions(new ListAdmissionsRequest(), new CallContext())).Admissions).Model);
        Assert.Null(await Admissions.FindAsync("lab/judge-1", "judge-2026-03", Sample.Rubric.Sha256, default));
        Assert.NotNull(await Admissions.FindAsync("lab/judge-1", "judge-2026-01", Sample.Rubric.Sha256, default));

        static (string, int) Question(CompleteRequest asked) => (asked.Prompt, asked.SampleIndex);
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_is_told_at_once()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => Rpc.AdmitJuror(new AdmitJurorRequest { Deployment = "nobody", Benchmark = "nothing", Project = "Not A Project" }, new CallContext()));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.All(["deployment: there is no deployment 'nobody'", "benchmark: There is no benchmark 'nothing'", "project: must be"], part => Assert.Contains(part, refusal.Status.Detail, StringComparison.Ordinal));
        var tier = await Assert.ThrowsAsync<RpcException>(() => Rpc.AdmitJuror(new AdmitJurorRequest { Deployment = "lab/careless", Benchmark = Judging.Sample.Open }, new CallContext()));
        Assert.Contains("not approved for Public", tier.Status.Detail, StringComparison.Ordinal);
        Assert.Empty(Inference.Asked);
    }

    [Fact]
    public async Task Without_room_in_a_budget_there_is_no_report_and_what_was_answered_need_not_be_paid_again()
    {
        Inference.Juror = ExamJurors.Good;
        Inference.AnswersBeforeBudget = 30;

        var refusal = await Assert.ThrowsAsync<RpcException>(() => AdmitAsync());

        Assert.Contains("projects/default", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Empty((await Rpc.ListAdmissions(new ListAdmissionsRequest(), new CallContext())).Admissions);
        var asked = Inference.Asked.Select(request => (request.Prompt, request.SampleIndex)).ToHashSet();
        Inference.AnswersBeforeBudget = int.MaxValue;
        Assert.True((await AdmitAsync()).Admitted);
        Assert.Subset(Inference.Asked.Skip(72).Select(request => (request.Prompt, request.SampleIndex)).ToHashSet(), asked);
    }

    private async Task<Admission> AdmitAsync(bool renew = false) =>
        (await Rpc.AdmitJuror(new AdmitJurorRequest { Deployment = "lab/judge-1", Benchmark = Judging.Sample.Open, Renew = renew }, new CallContext())).Admission;
}
