using Google.Protobuf.WellKnownTypes;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Evaluation.Storage;
using Xunit;

namespace MedHelm.Tests.Unit.Evaluation;

public sealed class PausedRunTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);
    private readonly DriverHarness harness = new();

    [Fact]
    public async Task The_budget_of_a_run_is_set_once_before_anything_is_asked_and_leaves_another_limit_as_it_is()
    {
        var spec = DriverHarness.Spec();
        spec.BudgetNanoUsd = 5_000_000_000;
        harness.Budgets.OnSet = () => Assert.Empty(harness.Bus.Sent);

        await harness.StartAsync("frugal", spec);
        for (var look = 0; look < 5; look++) await harness.LookAsync(Soon);

        Assert.Equal(new SetBudgetRequest { Name = "runs/frugal", LimitNanoUsd = 5_000_000_000, OnlyIfAbsent = true }, Assert.Single(harness.Budgets.Set));
    }

    [Fact]
    public async Task A_run_without_budget_sets_none()
    {
        await harness.StartAsync("free");

        Assert.Empty(harness.Budgets.Set);
    }

    [Fact]
    public async Task What_is_asked_says_who_pays_how_it_is_bought_and_until_when()
    {
        var spec = DriverHarness.Spec();
        (spec.Project, spec.PriceClass, spec.BatchPatience) = ("icu", PriceClass.Batch, Duration.FromTimeSpan(TimeSpan.FromHours(12)));
        Assert.True(await harness.Runs.AddAsync(new StoredRun("batch", spec, RunState.Planning, harness.Clock.GetUtcNow(), null, "", ""), default));
        await harness.LookAsync();

        var asked = (CompletionsRequested)Assert.Single(harness.Bus.Sent).Message;
        Assert.Equal(("icu", PriceClass.Batch, harness.Clock.GetUtcNow().AddHours(12)), (asked.Batch.Project, asked.PriceClass, asked.BatchDeadline.ToDateTimeOffset()));
    }

    [Fact]
    public async Task The_first_refusal_pauses_a_run_and_later_ones_change_nothing()
    {
        await harness.StartAsync("poor");

        await harness.PauseAsync("poor", "runs/poor", needed: 5, available: 2);
        await harness.PauseAsync("poor", "projects/default", needed: 9, available: 1);
        await harness.PauseAsync("nobody", "runs/nobody", needed: 1);

        var run = await harness.FindAsync("poor");
        Assert.Equal(RunState.Paused, run.State);
        Assert.Equal(new RunPause { Budget = "runs/poor", NeededNanoUsd = 5, AvailableNanoUsd = 2 }, run.Pause);
    }

    [Fact]
    public async Task A_refusal_that_is_faster_than_the_end_of_planning_pauses_too()
    {
        await harness.StartAsync("other");
        Assert.True(await harness.Runs.AddAsync(new StoredRun("fast", DriverHarness.Spec(), RunState.Planning, harness.Clock.GetUtcNow(), null, "", ""), default));
        await harness.PauseAsync("fast", "runs/fast", needed: 5);
        Assert.Equal(RunState.Planning, (await harness.FindAsync("fast")).State);
        await harness.Runs.SavePlanAsync("fast", (await harness.Runs.PlanAsync("other", default))!, default);

        await harness.PauseAsync("fast", "runs/fast", needed: 5);
        await harness.Runs.LeavePlanningAsync("fast", RunState.Running, "", default);

        Assert.Equal(RunState.Paused, (await harness.FindAsync("fast")).State);
    }

    [Fact]
    public async Task A_paused_run_is_asked_for_again_only_when_its_budget_has_room()
    {
        harness.Budgets.Put("runs/poor", limit: 10, spent: 6, reserved: 2);
        await harness.StartAsync("poor");
        await harness.PauseAsync("poor", "runs/poor", needed: 5, available: 2);
        for (var look = 0; look < 10; look++) await harness.LookAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(harness.Bus.Sent);

        harness.Budgets.Put("runs/poor", limit: 13, spent: 8);
        for (var look = 0; look < 5; look++) await harness.LookAsync(Soon);

        Assert.Single(harness.Bus.Sent);
        var run = await harness.FindAsync("poor");
        Assert.Equal((RunState.Running, (RunPause?)null), (run.State, run.Pause));
    }

    [Fact]
    public async Task A_limit_that_is_gone_lets_every_run_go_on_and_is_asked_for_once()
    {
        foreach (var id in new[] { "first", "second", "third" })
        {
            await harness.StartAsync(id);
            await harness.PauseAsync(id, "projects/default/monthly", needed: 5);
        }

        await harness.LookAsync(Soon);

        Assert.Equal(["projects/default/monthly"], harness.Budgets.Asked);
        Assert.Equal(3, harness.Bus.Sent.Count);
    }

    [Fact]
    public async Task A_run_that_is_refused_again_for_the_same_reason_waits_twice_as_long_each_time()
    {
        harness.Budgets.Put("runs/shaky", limit: 10);
        await harness.StartAsync("shaky");
        var waits = new List<int>();
        for (var round = 0; round < 7; round++)
        {
            await harness.PauseAsync("shaky", "runs/shaky", needed: 5, available: 4);
            for (waits.Add(0); (await harness.FindAsync("shaky")).State == RunState.Paused; waits[^1] += 2) await harness.LookAsync(Soon);
        }

        Assert.Equal([2, 4, 8, 16, 32, 60, 60], waits);

        await harness.PauseAsync("shaky", "runs/shaky", needed: 5, available: 3);
        await harness.LookAsync(Soon);
        Assert.Equal(RunState.Running, (await harness.FindAsync("shaky")).State);
    }

    [Fact]
    public async Task A_paused_run_whose_last_answer_comes_after_all_is_completed_and_stays_so()
    {
        await harness.StartAsync("late");
        await harness.PauseAsync("late", "runs/late", needed: 5);
        var plan = (await harness.Runs.PlanAsync("late", default))!;
        var all = plan.Benchmarks[0].Metrics.Select((_, i) => 1L << i).Sum();

        Assert.True(await harness.Progress.NoteAsync("late", "a", "traffic_lights", new Dictionary<string, long>(StringComparer.Ordinal) { ["1"] = all }, all, harness.Clock.GetUtcNow(), default));
        await harness.PauseAsync("late", "runs/late", needed: 5);
        await harness.LookAsync(Soon);

        var run = await harness.FindAsync("late");
        Assert.Equal((RunState.Completed, (RunPause?)null), (run.State, run.Pause));
        Assert.Empty(harness.Bus.Sent);
    }

    [Fact]
    public async Task A_run_that_cannot_be_asked_for_stays_paused_until_it_can()
    {
        await harness.StartAsync("patient");
        await harness.PauseAsync("patient", "runs/patient", needed: 5);
        harness.Bus.Down = true;
        await harness.LookAsync(Soon);
        Assert.Equal(RunState.Paused, (await harness.FindAsync("patient")).State);

        harness.Bus.Down = false;
        await harness.LookAsync(TimeSpan.FromSeconds(4));

        Assert.Equal(RunState.Running, (await harness.FindAsync("patient")).State);
        Assert.Single(harness.Bus.Sent);
    }

    [Fact]
    public async Task What_a_restart_lost_of_a_paused_run_is_asked_for_once()
    {
        harness.Budgets.Put("runs/poor", limit: 0);
        await harness.StartAsync("poor");
        await harness.PauseAsync("poor", "runs/poor", needed: 5);
        harness.Restart();

        for (var look = 0; look < 3; look++) await harness.LookAsync(Soon);

        Assert.Single(harness.Bus.Sent);
        Assert.Equal(RunState.Paused, (await harness.FindAsync("poor")).State);
    }

    [Fact]
    public async Task A_run_that_buys_in_batches_is_asked_for_again_every_half_hour_and_not_sooner()
    {
        var spec = DriverHarness.Spec();
        spec.PriceClass = PriceClass.Batch;
        await harness.StartAsync("batch", spec);
        await harness.LookAsync(TimeSpan.FromMinutes(29));
        Assert.Empty(harness.Bus.Sent);

        for (var minute = 30; minute < 120; minute++) await harness.LookAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(3, harness.Bus.Sent.Count);
    }

    public Task InitializeAsync() => harness.MigrateAsync();

    public async Task DisposeAsync() => await harness.DisposeAsync();
}
