using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Judgements;
using MedHelm.Judging.Storage;
using Xunit;

namespace MedHelm.Tests.Unit.Judging.Judgements;

public sealed class JudgementTests : IAsyncLifetime
{
    private readonly JudgementHarness harness = new();

    public Task InitializeAsync() => harness.MigrateAsync();

    public async Task DisposeAsync() => await harness.DisposeAsync();

    [Fact]
    public async Task Stored_answers_are_put_before_the_other_jury_and_no_candidate_is_asked()
    {
        harness.Run.Answered(Sample.Candidate, ("q1", "one"), ("q2", "two"), ("q3", null));
        harness.Run.Answered(FakeRun.Second, ("q1", "uno"), ("q2", "due"), ("q3", "tre"));
        harness.Run.Gone.Add("q2");
        harness.Run.Project = "icu";

        await harness.CreateAsync(new JudgementSpec { Run = Sample.Run, Jurors = { "lab/judge-1" }, BudgetNanoUsd = 900 });
        await harness.Driver.LookAsync(default);

        Assert.All(harness.Asked, request =>
        {
            Assert.Equal((Sample.Run, "judgements/second-look", Purpose.Juror, "icu"), (request.Batch.Run, request.Batch.Judgement, request.Batch.Purpose, request.Batch.Project));
            Assert.Equal(("judging", DataTier.Gated, 900), (request.PromptsFrom, request.DataTier, request.Parameters.MaxOutputTokens));
        });
        Assert.Equal(
            ["lab/candidate new-1 q1", "lab/candidate new-2 q1", "lab/second new-1 q1", "lab/second new-1 q3", "lab/second new-2 q1", "lab/second new-2 q3"],
            harness.Asked.SelectMany(request => request.Items.Select(item => $"{request.Batch.Candidate} {request.Batch.Juror} {item.InstanceId}")).Order(StringComparer.Ordinal));
        var judgement = await harness.GetAsync();
        // An answer that failed has nothing to judge; one that is gone is missing.
        Assert.Equal((3, 2, 0), (judgement.Answers, judgement.Missing, judgement.Judged));
        Assert.Null(judgement.CompleteTime);
        Assert.Equal([("judgements/second-look", 900, true)], harness.Budgets.Set.Select(set => (set.Name, set.LimitNanoUsd, set.OnlyIfAbsent)));
    }

    [Fact]
    public async Task Both_juries_stand_side_by_side_once_the_last_juror_has_spoken_and_the_run_hears_nothing_of_it()
    {
        harness.Run.Answered(Sample.Candidate, ("q1", "one"), ("q2", "two"));
        harness.Run.Answered(FakeRun.Second, ("q1", "uno"), ("q2", "due"));
        await OwnVerdictsAsync(Sample.Candidate, ("q1", 4), ("q2", 5));
        await OwnVerdictsAsync(FakeRun.Second, ("q1", 2), ("q2", 3));
        await harness.CreateAsync(new JudgementSpec { Run = Sample.Run, Jurors = { "lab/judge-1" } });
        await harness.Driver.LookAsync(default);

        await harness.ReplyAsync("new-1", id => Reply(id == "q1" ? 3 : 4));
        Assert.Equal(0, (await harness.GetAsync()).Judged);
        await harness.ReplyAsync("new-2", id => id == "q1" ? Reply(3) : "I would rather not.");

        var judgement = await harness.GetAsync();
        Assert.Equal((4, 4), (judgement.Answers, judgement.Judged));
        Assert.NotNull(judgement.CompleteTime);
        Assert.Empty(harness.Bus.Published);
        Assert.Equal((80, 40), (judgement.CostNanoUsd, judgement.ChargedNanoUsd));
        Assert.Equal(
            ["lab/candidate 4.5 3.5 -1 both 2, 2 abstentions, rank 1 to 1", "lab/second 2.5 3.5 1 both 2, 2 abstentions, rank 2 to 1"],
            judgement.Cells.Select(cell => FormattableString.Invariant(
                $"{cell.Candidate} {cell.Own.Value} {cell.Other.Value} {cell.Shift.Value} both {cell.Both}, {cell.Abstentions * 2} abstentions, rank {cell.OwnRank} to {cell.OtherRank}")));
        Assert.All(judgement.Cells, cell => Assert.True(cell.Own.HasLow && cell.Other.HasLow && cell.Shift.HasLow));
        Assert.Equal(2, (await harness.Verdicts.LastAsync(Sample.Run, "", Sample.Open, default)).Count(verdict => verdict.Candidate == Sample.Candidate));
    }

    [Fact]
    public async Task After_a_crash_only_what_is_undecided_is_asked_again()
    {
        harness.Run.Answered(Sample.Candidate, ("q1", "one"), ("q2", "two"));
        harness.Run.Other = FakeRun.Judge("new-1");
        await harness.CreateAsync(new JudgementSpec { Run = Sample.Run, Jurors = { "lab/judge-1" }, Candidates = { Sample.Candidate } });
        await harness.Driver.LookAsync(default);
        var rating = Assert.Single(harness.Asked);
        await harness.Ratings.HandleAsync(new CompletionsProduced { Batch = rating.Batch, Items = { Sample.Produced("q1", Reply(3)) } }, default);
        harness.Bus.Sent.Clear();

        harness.Restart();
        await harness.Driver.LookAsync(default);
        await harness.Driver.LookAsync(default);

        Assert.Equal(["q2"], Assert.Single(harness.Asked).Items.Select(item => item.InstanceId));
        await harness.ReplyAsync("new-1", _ => Reply(3));
        Assert.NotNull((await harness.GetAsync()).CompleteTime);
        harness.Bus.Sent.Clear();
        harness.Restart();
        await harness.Driver.LookAsync(default);
        Assert.Empty(harness.Asked);
    }

    [Fact]
    public async Task What_made_no_progress_for_long_is_asked_again()
    {
        harness.Run.Answered(Sample.Candidate, ("q1", "one"));
        await harness.CreateAsync(new JudgementSpec { Run = Sample.Run, Jurors = { "lab/judge-1" } });
        await harness.Driver.LookAsync(default);
        harness.Bus.Sent.Clear();

        harness.Clock.Advance(TimeSpan.FromSeconds(59));
        await harness.Driver.LookAsync(default);
        Assert.Empty(harness.Asked);
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await harness.Driver.LookAsync(default);
        Assert.Equal(2, harness.Asked.Count());
    }

    [Fact]
    public async Task Trouble_on_the_way_is_told_and_passes()
    {
        harness.Run.Answered(Sample.Candidate, ("q1", "one"));
        await harness.CreateAsync(new JudgementSpec { Run = Sample.Run, Jurors = { "lab/judge-1" } });
        harness.Run.Down = true;
        await harness.Driver.LookAsync(default);
        harness.Run.Down = false;
        Assert.Contains("Unavailable", (await harness.GetAsync()).Problem, StringComparison.Ordinal);

        harness.Clock.Advance(TimeSpan.FromSeconds(6));
        await harness.Driver.LookAsync(default);

        Assert.Equal(("", 1), ((await harness.GetAsync()).Problem, (await harness.GetAsync()).Answers));
    }

    [Fact]
    public async Task A_budget_without_room_is_named()
    {
        await harness.CreateAsync(new JudgementSpec { Run = Sample.Run, Jurors = { "lab/judge-1" } });
        var handler = new BudgetReachedHandler(harness.Store);
        await handler.HandleAsync(new BudgetReached { Run = "judgements/second-look", Budget = "projects/icu", NeededNanoUsd = 2_000_000_000, AvailableNanoUsd = 500_000_000 }, default);
        await handler.HandleAsync(new BudgetReached { Run = "runs/second-look", Budget = "runs/other" }, default);

        Assert.Contains("budget projects/icu has $0.50 free, and the next call may cost $2.00", (await harness.GetAsync()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blank_answer_is_nothing_to_ask_about_and_counted_as_abstentions()
    {
        harness.Run.Answered(Sample.Candidate, ("q1", "  \n"));
        await harness.CreateAsync(new JudgementSpec { Run = Sample.Run, Jurors = { "lab/judge-1" } });
        await harness.Driver.LookAsync(default);

        Assert.Empty(harness.Asked);
        var judgement = await harness.GetAsync();
        Assert.NotNull(judgement.CompleteTime);
        Assert.Equal(2, judgement.Cells.Single(cell => cell.Candidate == Sample.Candidate).Abstentions);
        Assert.All(
            await harness.Verdicts.ListAsync(new VerdictFilter(Sample.Run, "judgements/second-look"), null, 10, default),
            verdict => Assert.Equal(AbstentionReason.BlankAnswer, verdict.Verdict.Abstention.Reason));
    }

    [Fact]
    public async Task Answers_of_one_cluster_count_as_one()
    {
        harness.Run.Answered(Sample.Candidate, ("q1", "one"), ("q2", "two"), ("q3", "three"));
        (harness.Run.Clusters["q1"], harness.Run.Clusters["q2"]) = ("patient", "patient");
        harness.Run.Other = FakeRun.Judge("new-1");
        await harness.CreateAsync(new JudgementSpec { Run = Sample.Run, Jurors = { "lab/judge-1" }, Candidates = { Sample.Candidate } });
        await harness.Driver.LookAsync(default);
        await harness.ReplyAsync("new-1", _ => Reply(3));

        Assert.Equal(2, Assert.Single((await harness.GetAsync()).Cells).Other.Units);
    }

    [Fact]
    public async Task The_same_id_gives_the_same_judgement_and_nothing_else()
    {
        var spec = new JudgementSpec { Run = Sample.Run, Jurors = { "lab/judge-1" } };
        var first = await harness.CreateAsync(spec);
        Assert.Equal(first, await harness.CreateAsync(spec.Clone()));
        Assert.Single(harness.Run.Planned);

        var other = await Assert.ThrowsAsync<RpcException>(() => harness.CreateAsync(new JudgementSpec { Run = Sample.Run, Jurors = { "lab/judge-2" } }));
        Assert.Equal(StatusCode.AlreadyExists, other.StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_is_told_at_once_and_a_run_under_way_is_refused()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => harness.CreateAsync(new JudgementSpec { Run = "sample", Project = "ICU!", BudgetNanoUsd = -1 }, "X"));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        foreach (var field in new[] { "judgement_id", "spec.run", "spec.project", "spec.budget_nano_usd" }) Assert.Contains(field, error.Status.Detail, StringComparison.Ordinal);

        error = await Assert.ThrowsAsync<RpcException>(() => harness.CreateAsync(new JudgementSpec { Run = Sample.Run, Candidates = { "nobody" } }));
        Assert.Contains("spec.candidates[0]", error.Status.Detail, StringComparison.Ordinal);

        harness.Run.State = RunState.Running;
        error = await Assert.ThrowsAsync<RpcException>(() => harness.CreateAsync(new JudgementSpec { Run = Sample.Run }));
        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => harness.GetAsync("nobody-made-it"))).StatusCode);
    }

    [Fact]
    public async Task They_are_listed_newest_first_page_by_page()
    {
        foreach (var id in new[] { "first", "second", "third" })
        {
            await harness.CreateAsync(new JudgementSpec { Run = Sample.Run }, id);
            harness.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var page = await harness.Rpc.ListJudgements(new ListJudgementsRequest { Run = Sample.Run, PageSize = 2 }, new CallContext());
        Assert.Equal(["judgements/third", "judgements/second"], page.Judgements.Select(judgement => judgement.Name));
        page = await harness.Rpc.ListJudgements(new ListJudgementsRequest { Run = Sample.Run, PageSize = 2, PageToken = page.NextPageToken }, new CallContext());
        Assert.Equal("judgements/first", Assert.Single(page.Judgements).Name);
        Assert.Equal("", page.NextPageToken);
        Assert.Empty((await harness.Rpc.ListJudgements(new ListJudgementsRequest { Run = "runs/other" }, new CallContext())).Judgements);
    }

    [Fact]
    public async Task A_quote_prices_every_juror_on_every_stored_answer_and_stores_nothing()
    {
        harness.Run.Answered(Sample.Candidate, ("q1", "one"), ("q2", "two"));
        harness.Run.Answered(FakeRun.Second, ("q1", "uno"));
        harness.Run.Gone.Add("q2");

        var quote = await harness.Rpc.QuoteJudgement(new QuoteJudgementRequest { Spec = new JudgementSpec { Run = Sample.Run } }, new CallContext());

        Assert.Equal(2, quote.Answers);
        Assert.Equal(4, quote.Total.Completions);
        Assert.Equal("lab/judge-1", Assert.Single(quote.Jurors).Deployment);
        Assert.Contains(quote.Notices, notice => notice.StartsWith("1 answers of the run are no longer stored", StringComparison.Ordinal));
        Assert.Empty(harness.Bus.Sent);
        Assert.Empty((await harness.Rpc.ListJudgements(new ListJudgementsRequest(), new CallContext())).Judgements);
    }

    private static string Reply(int mark) => $$$"""{"accuracy": {"score": {{{mark}}}, "explanation": ""}, "clarity": {"score": {{{mark}}}, "explanation": ""}}""";

    private Task OwnVerdictsAsync(string candidate, params (string Instance, double Mark)[] marks) => harness.Verdicts.SaveAsync(
        Sample.Run,
        marks.Select(given => new RecordedVerdict
        {
            Candidate = candidate,
            Benchmark = Sample.Open,
            InstanceId = given.Instance,
            Verdict = new Verdict { Juror = "noor", Marks = new Marks { Marks_ = { new Mark { Criterion = "accuracy", Score = given.Mark } } } },
        }),
        default);
}
