using Grpc.Core;
using MedHelm.Catalog;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation;
using MedHelm.Evaluation.Instances;
using MedHelm.Evaluation.Runs;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Cache;
using MedHelm.ServiceDefaults.Storage;
using MedHelm.Tests.Unit.Judging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace MedHelm.Tests.Unit.Evaluation;

public sealed class RunDriverTests : IAsyncLifetime
{
    private readonly ScratchFolder folder = new();
    private readonly FakeInference inference = new();
    private readonly RecordingBus bus = new();
    private readonly EmbeddedCache cache = new(TimeProvider.System);
    private readonly Database database;
    private readonly RunStore runs;
    private readonly RunDriver driver;

    public RunDriverTests()
    {
        TrafficLights.Define(folder, "jsonl");
        folder.Write("traffic_lights/lights.jsonl", """{"nr": 1, "light": "red", "gold": "A"}""");
        var settings = Settings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection([new("MEDHELM:DATASETS", folder.Path), new("MEDHELM:STORAGE", $"sqlite:{folder.Path}/db")]).Build());
        var catalog = BenchmarkCatalog.Load([folder.Path]);
        database = new Database("evaluation", settings, typeof(EvaluationModule).Assembly);
        runs = new RunStore(database);
        var instances = new InstanceStore(database);
        var progress = new ProgressStore(database);
        var options = Options.Create(new EvaluationOptions());
        var (plans, signals, budgets) = (new RunPlans(runs), new RunSignals(TimeProvider.System), new BudgetRoom(new FakeBudgets(), TimeProvider.System));
        var dispatcher = new WorkDispatcher(instances, progress, new FakeInference(), bus, options, TimeProvider.System);
        var paused = new PausedRuns(runs, new PauseStore(database), plans, dispatcher, budgets, signals, bus, cache, TimeProvider.System, NullLogger<PausedRuns>.Instance);
        driver = new RunDriver(
            runs, plans, new RunPlanner(catalog, new InstanceSets(instances, new AttachmentFiles(new AttachmentStore(database), catalog, settings), settings), inference, settings),
            progress, dispatcher, paused, budgets, signals, bus, cache, options, TimeProvider.System, NullLogger<RunDriver>.Instance);
    }

    [Fact]
    public async Task A_run_that_cannot_be_planned_does_not_keep_the_next_one_waiting_and_fails_at_the_third_look()
    {
        await AddAsync("one", age: 2);
        await AddAsync("other", age: 1);
        // They are planned beside each other: whichever calls second is the good one.
        inference.Trouble = call => call == 2 ? null : new InvalidOperationException("secret");

        await driver.LookAsync(default);

        var good = (await FindAsync("one")).State == RunState.Running ? "one" : "other";
        var broken = good == "one" ? "other" : "one";
        Assert.Equal(RunState.Running, (await FindAsync(good)).State);
        Assert.Equal(RunState.Planning, (await FindAsync(broken)).State);

        await driver.LookAsync(default);
        await driver.LookAsync(default);

        var bad = await FindAsync(broken);
        Assert.Equal(RunState.Failed, bad.State);
        Assert.Equal("planning failed because of a defect or unusable data: InvalidOperationException; the log has the details", bad.Error);
    }

    [Theory]
    [InlineData(StatusCode.Unavailable, RunState.Running)]
    [InlineData(StatusCode.DeadlineExceeded, RunState.Running)]
    [InlineData(StatusCode.Internal, RunState.Running)]
    [InlineData(StatusCode.Unimplemented, RunState.Failed)]
    public async Task A_run_waits_for_what_may_be_back_and_for_nothing_else(StatusCode trouble, RunState afterwards)
    {
        await AddAsync("patient", age: 1);
        inference.Trouble = call => call <= 5 ? new RpcException(new Status(trouble, "no")) : null;

        for (var look = 0; look < 6; look++) await driver.LookAsync(default);

        Assert.Equal(afterwards, (await FindAsync("patient")).State);
    }

    [Fact]
    public async Task A_run_whose_work_cannot_be_sent_waits_for_the_bus()
    {
        await AddAsync("patient", age: 1);
        bus.Down = true;
        for (var look = 0; look < 5; look++) await driver.LookAsync(default);
        Assert.Equal(RunState.Planning, (await FindAsync("patient")).State);

        bus.Down = false;
        await driver.LookAsync(default);

        Assert.Equal(RunState.Running, (await FindAsync("patient")).State);
        Assert.Single(bus.Sent);
    }

    [Fact]
    public async Task What_a_restart_lost_is_asked_for_again_even_when_the_first_look_fails()
    {
        await AddAsync("patient", age: 1);
        await driver.LookAsync(default);
        await AddAsync("restarted", age: 2);
        await runs.SavePlanAsync("restarted", await PlanOfAsync("patient"), default);
        await runs.LeavePlanningAsync("restarted", RunState.Running, "", default);
        bus.Down = true;
        await driver.LookAsync(default);
        bus.Down = false;
        bus.Sent.Clear();

        await driver.LookAsync(default);

        Assert.Single(bus.Sent);
    }

    [Fact]
    public async Task An_unknown_instance_fails_the_run_with_its_name_fit_for_storage()
    {
        await AddAsync("unknown-id", age: 1, instance: "q\0" + new string('7', 5000));

        await driver.LookAsync(default);

        var run = await FindAsync("unknown-id");
        Assert.Equal(RunState.Failed, run.State);
        Assert.StartsWith("traffic_lights has no instance 'q 777", run.Error, StringComparison.Ordinal);
        Assert.InRange(run.Error.Length, 1, 2003);
    }

    public Task InitializeAsync() => new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);

    public async Task DisposeAsync()
    {
        driver.Dispose();
        cache.Dispose();
        await database.DisposeAsync();
        folder.Dispose();
    }

    private async Task AddAsync(string id, int age, string? instance = null)
    {
        var selection = new BenchmarkSelection { Benchmark = "traffic_lights", Data = DatasetChoice.Full };
        if (instance is not null) selection.InstanceIds.Add(instance);
        var spec = new RunSpec { Deployments = { "a" }, Benchmarks = { selection } };
        Assert.True(await runs.AddAsync(new StoredRun(id, spec, RunState.Planning, DateTimeOffset.UnixEpoch.AddDays(-age), null, "", ""), default));
    }

    private async Task<RunPlan> PlanOfAsync(string id) => (await runs.PlanAsync(id, default))!;

    private async Task<StoredRun> FindAsync(string id) => (await runs.FindAsync(id, default))!;
}
