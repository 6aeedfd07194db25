using Grpc.Core;
using MedHelm.Contracts.Trust.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Judging.Bench;

public sealed class DriftTests : BenchOnSqlite
{
    [Fact]
    public async Task A_juror_that_never_changes_is_not_reported_however_often_the_same_frozen_marks_are_looked_at()
    {
        await FreezeAsync();

        for (var check = 0; check < 30; check++) await CheckAsync();

        var juror = Juror(await CheckAsync());
        Assert.Equal((31, 31 * 150, false), (juror.Checks, juror.Judged, juror.Last.Drifted));
        Assert.False((await StateOfAsync("lab/judge-1")).Drifted);
    }

    [Fact]
    public async Task A_shift_of_a_fifth_of_a_point_is_found_within_the_anchors_and_the_check_stops_there()
    {
        await FreezeAsync();
        await CheckAsync();
        Shift = 0.2;

        var last = Juror(await CheckAsync()).Last;

        Assert.True(last.Drifted);
        Assert.InRange(last.DetectedAt, 151, 300);
        Assert.InRange(last.Judged, last.DetectedAt - 150, 150);
        Assert.InRange(last.Shift.Value, 0.1, 0.35);
        Assert.True((await StateOfAsync("lab/judge-1")).Drifted);
        // Known by now, so that the rest is judged and the shift can be measured.
        Assert.Equal((150, true), Juror(await CheckAsync()).Last is var after ? (after.Judged, after.Drifted) : default);
    }

    [Fact]
    public async Task No_two_checks_ask_for_the_same_sample_and_none_asks_for_one_that_a_cache_could_have()
    {
        await FreezeAsync(answers: 30, anchors: 20);
        await FreezeAsync(answers: 30, anchors: 20, id: "other");
        await CheckAsync(juror: "");
        await CheckAsync(anchors: 5);
        await Rpc.CheckDrift(new CheckDriftRequest { AnchorSet = "anchorSets/other" }, new CallContext());

        Assert.All(Inference.Asked, asked => Assert.True(asked.SampleIndex >= 1_000_000));
        Assert.Equal(5, Inference.Asked.Select(asked => asked.SampleIndex).Distinct().Count());
        Assert.Equal(Inference.Asked.Count, Inference.Asked.Select(asked => (asked.Prompt, asked.Deployment, asked.SampleIndex)).Distinct().Count());
    }

    [Fact]
    public async Task A_check_that_was_killed_goes_on_where_it_stood_and_counts_nothing_twice()
    {
        await FreezeAsync();
        Inference.AnswersBeforeDeath = 80;
        await Assert.ThrowsAsync<RpcException>(() => CheckAsync());
        var stored = Juror(await SetAsync()).Judged;
        Inference.AnswersBeforeDeath = int.MaxValue;
        Inference.Asked.Clear();

        var juror = Juror(await CheckAsync());

        Assert.InRange(stored, 25, 80);
        Assert.Equal((1, 150, 150), (juror.Checks, juror.Judged, juror.Last.Judged));
        Assert.Equal(150 - stored, Inference.Asked.Count);
        Assert.Equal(Enumerable.Range(0, 150), (await Checks.MarksAsync("watch", "ada", Version("judge-2026-01"), default)).Select(mark => mark.Slot));
    }

    [Fact]
    public async Task Without_room_in_a_budget_the_check_stays_incomplete_and_says_so()
    {
        await FreezeAsync();
        Inference.AnswersBeforeBudget = 60;

        var refusal = await Assert.ThrowsAsync<RpcException>(() => CheckAsync());

        Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.Contains("projects/default", refusal.Status.Detail, StringComparison.Ordinal);
        var last = Juror(await SetAsync()).Last;
        Assert.InRange(last.Judged, 50, 60);
        Assert.Contains("Incomplete", last.Shift.Remark, StringComparison.Ordinal);
        Inference.AnswersBeforeBudget = int.MaxValue;
        Assert.Equal((1, 150), Juror(await CheckAsync()) is var juror ? (juror.Checks, juror.Last.Judged) : default);
        Assert.Equal("", Juror(await SetAsync()).Last.Shift.Remark);
    }

    [Fact]
    public async Task A_new_model_begins_a_sequence_of_its_own_and_is_checked_without_being_asked()
    {
        await FreezeAsync();
        await Schedule.LookAsync(default);
        Assert.Empty(Inference.Asked);
        (Inference.Model, Shift) = ("judge-2026-02", 0.3);

        await Schedule.LookAsync(default);
        await Schedule.LookAsync(default);

        var juror = Juror(await SetAsync());
        Assert.Equal(("model", "judge-2026-02", "judge-2026-02-snap", true, 1), (juror.Last.Cause, juror.Last.Model, juror.Last.Snapshot, juror.Last.Drifted, juror.Checks));
        Assert.Equal(("judge-2026-01", "judge-2026-01-snap"), (juror.FrozenModel, juror.FrozenSnapshot));
        Assert.Empty(await Checks.MarksAsync("watch", "ada", Version("judge-2026-01"), default));
    }

    [Fact]
    public async Task A_set_with_a_schedule_is_checked_when_its_hours_are_over_and_not_before()
    {
        await FreezeAsync(answers: 30, anchors: 20, hours: 24);
        Clock.Advance(TimeSpan.FromHours(23));
        await Schedule.LookAsync(default);
        Assert.Empty(Inference.Asked);
        Clock.Advance(TimeSpan.FromHours(1));
        await Schedule.LookAsync(default);
        await Schedule.LookAsync(default);
        Assert.Equal(("schedule", 1), Juror(await SetAsync()) is var juror ? (juror.Last.Cause, juror.Checks) : default);
    }

    [Fact]
    public async Task Abstentions_are_counted_and_never_numbers()
    {
        await FreezeAsync(answers: 60, anchors: 40);
        Inference.Juror = request => Chance(request.Prompt) < 0.25 ? "No." : Marked(request);

        var last = Juror(await CheckAsync()).Last;

        Assert.InRange(last.Abstentions, 1, 25);
        Assert.Equal(40 - last.Abstentions, Statistics.Tests[^1].Differences.Count);
    }

    [Fact]
    public async Task Anchors_are_drawn_evenly_over_the_other_jurors_marks_and_the_same_under_a_seed()
    {
        var set = await FreezeAsync(answers: 300, anchors: 60);
        var anchors = await Sets.AnchorsAsync("watch", "ada", default);
        var others = (await Sets.AnchorsAsync("watch", "max", default)).ToDictionary(anchor => anchor.InstanceId, anchor => anchor.Mark, StringComparer.Ordinal);

        Assert.Equal((60, 60), (set.Anchors, anchors.Count));
        var levels = anchors.Where(anchor => others.ContainsKey(anchor.InstanceId)).CountBy(anchor => Math.Round(others[anchor.InstanceId])).ToDictionary();
        Assert.True(levels.Count >= 3);
        await FreezeAsync(answers: 300, anchors: 60);
        await Rpc.CreateAnchorSet(new CreateAnchorSetRequest { AnchorSetId = "twin", Run = "runs/watch", Benchmark = Judging.Sample.Open, Anchors = 60 }, new CallContext());
        Assert.Equal(anchors.Select(anchor => anchor.InstanceId), (await Sets.AnchorsAsync("twin", "ada", default)).Select(anchor => anchor.InstanceId));
    }

    [Fact]
    public async Task A_set_is_made_once_and_only_of_a_completed_run_with_verdicts()
    {
        var first = await FreezeAsync(answers: 30, anchors: 20);
        Assert.Equal(first, await FreezeAsync(answers: 30, anchors: 20));
        await RefusedAsync(StatusCode.AlreadyExists, new() { AnchorSetId = "watch", Run = "runs/watch", Benchmark = Judging.Sample.Open, Anchors = 21 });
        await RefusedAsync(StatusCode.NotFound, new() { AnchorSetId = "fresh", Run = "runs/none", Benchmark = Judging.Sample.Open });
        await RefusedAsync(StatusCode.FailedPrecondition, new() { AnchorSetId = "fresh", Run = "runs/watch", Benchmark = "exam" });
        await RefusedAsync(StatusCode.InvalidArgument, new() { AnchorSetId = "X", Run = "watch", Anchors = 3, FalseAlarmRate = 0.7, CheckEveryHours = -1, Project = "P!" });
        // Such a share of it could not be tested once the anchors are paid for.
        await RefusedAsync(StatusCode.InvalidArgument, new() { AnchorSetId = "fresh", Run = "runs/watch", Benchmark = Judging.Sample.Open, FalseAlarmRate = 1e-12 });
        // A time so far ahead cannot be told.
        await RefusedAsync(StatusCode.InvalidArgument, new() { AnchorSetId = "fresh", Run = "runs/watch", Benchmark = Judging.Sample.Open, CheckEveryHours = int.MaxValue });
        Evaluation.State = MedHelm.Contracts.Evaluation.V1.RunState.Running;
        await RefusedAsync(StatusCode.FailedPrecondition, new() { AnchorSetId = "fresh", Run = "runs/watch", Benchmark = Judging.Sample.Open });
    }

    private static AnchoredJuror Juror(AnchorSet set) => set.Jurors.First(juror => juror.Juror == "ada");

    private string Version(string model) => $"{model}@{Sample.Rubric.Sha256}";

    private async Task<AnchorSet> SetAsync() => (await Rpc.ListAnchorSets(new ListAnchorSetsRequest(), new CallContext())).AnchorSets.First(set => set.Name == "anchorSets/watch");

    private async Task RefusedAsync(StatusCode code, CreateAnchorSetRequest request) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(() => Rpc.CreateAnchorSet(request, new CallContext()))).StatusCode);
}
