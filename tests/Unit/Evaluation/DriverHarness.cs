using MedHelm.Catalog;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
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
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MedHelm.Tests.Unit.Evaluation;

/// <summary>The driver of runs on a real SQLite file and a clock that a test moves, between a fake bus and fake services.</summary>
internal sealed class DriverHarness : IAsyncDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly EmbeddedCache cache;
    private readonly Database database;
    private readonly BudgetReachedHandler handler;
    private RunDriver driver;

    public DriverHarness()
    {
        TrafficLights.Define(folder, "jsonl");
        folder.Write("traffic_lights/lights.jsonl", """{"nr": 1, "light": "red", "gold": "A"}""");
        database = new Database("evaluation", ReadSettings(), typeof(EvaluationModule).Assembly);
        cache = new EmbeddedCache(Clock);
        Runs = new RunStore(database);
        Progress = new ProgressStore(database);
        Requests = new RequestSourceRpc(Runs, new RunPlans(Runs), new InstanceStore(database), Clock);
        handler = new BudgetReachedHandler(new PauseStore(database), new RunSignals(Clock), Clock, NullLogger<BudgetReachedHandler>.Instance);
        driver = NewDriver();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));

    public RecordingBus Bus { get; } = new();

    public FakeBudgets Budgets { get; } = new();

    public RunStore Runs { get; }

    public ProgressStore Progress { get; }

    public RequestSourceRpc Requests { get; }

    public static RunSpec Spec() => new()
    {
        Deployments = { "a" },
        Benchmarks = { new BenchmarkSelection { Benchmark = "traffic_lights", Data = DatasetChoice.Full } },
    };

    public Task MigrateAsync() => new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);

    /// <summary>Accepts a run, has it planned and asked for, and forgets what was sent.</summary>
    public async Task StartAsync(string id, RunSpec? spec = null)
    {
        Assert.True(await Runs.AddAsync(new StoredRun(id, spec ?? Spec(), RunState.Planning, Clock.GetUtcNow(), null, "", ""), default));
        await LookAsync();
        Assert.Equal(RunState.Running, (await FindAsync(id)).State);
        Bus.Sent.Clear();
    }

    public Task PauseAsync(string run, string budget, long needed, long available = 0) =>
        handler.HandleAsync(new BudgetReached { Run = "runs/" + run, Budget = budget, NeededNanoUsd = needed, AvailableNanoUsd = available }, default);

    public async Task LookAsync(TimeSpan after = default)
    {
        Clock.Advance(after);
        await driver.LookAsync(default);
    }

    public void Restart()
    {
        driver.Dispose();
        driver = NewDriver();
    }

    public async Task<Run> FindAsync(string id) => (await Runs.FindAsync(id, default))!.ToProto(new Progress());

    public async ValueTask DisposeAsync()
    {
        driver.Dispose();
        cache.Dispose();
        await database.DisposeAsync();
        folder.Dispose();
    }

    private Settings ReadSettings() => Settings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection([new("MEDHELM:DATASETS", folder.Path), new("MEDHELM:STORAGE", $"sqlite:{folder.Path}/db")]).Build());

    private RunDriver NewDriver()
    {
        var (catalog, settings, inference, options) = (BenchmarkCatalog.Load([folder.Path]), ReadSettings(), new FakeInference(), Options.Create(new EvaluationOptions()));
        var (instances, plans, signals) = (new InstanceStore(database), new RunPlans(Runs), new RunSignals(Clock));
        var planner = new RunPlanner(catalog, new InstanceSets(instances, new AttachmentFiles(new AttachmentStore(database), catalog, settings), settings), inference, settings);
        var dispatcher = new WorkDispatcher(instances, Progress, inference, Bus, options, Clock);
        var budgets = new BudgetRoom(Budgets, Clock);
        var paused = new PausedRuns(Runs, new PauseStore(database), plans, dispatcher, budgets, signals, Bus, cache, Clock, NullLogger<PausedRuns>.Instance);
        return new RunDriver(Runs, plans, planner, Progress, dispatcher, paused, budgets, signals, Bus, cache, options, Clock, NullLogger<RunDriver>.Instance);
    }
}
