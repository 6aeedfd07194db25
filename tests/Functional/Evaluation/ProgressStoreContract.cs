using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using MedHelm.Testing.Processes;
using MedHelm.Testing.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Functional.Evaluation;

/// <summary>What Evaluation expects of its storage, whichever engine is behind it.</summary>
public abstract class ProgressStoreContract : IAsyncLifetime
{
    private const string Run = "r1234";
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private Database database = null!;
    private RunStore runs = null!;
    private ProgressStore progress = null!;

    protected abstract string Storage { get; }

    public async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", Storage)]).Build();
        database = new Database("progress_" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal), Settings.Read(configuration), typeof(EvaluationModule).Assembly);
        await new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        runs = new RunStore(database);
        progress = new ProgressStore(database);
        await runs.AddAsync(new StoredRun(Run, new RunSpec { Suite = "s" }, RunState.Planning, Now, null, "", ""), default);
        await runs.SavePlanAsync(Run, new RunPlan
        {
            PlanDigest = "d",
            Models = { new PlannedModel { Deployment = "m1" }, new PlannedModel { Deployment = "m2" } },
            Benchmarks = { new PlannedBenchmark { Benchmark = "b", Instances = 100 } },
        }, default);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Batches_noted_at_once_and_twice_complete_the_run_exactly_at_its_end()
    {
        var batches =
            from model in new[] { "m1", "m2" }
            from start in Enumerable.Range(0, 10)
            from repeat in Enumerable.Range(0, 2)
            select (model, ids: Enumerable.Range(start * 10, 10).Select(i => i.ToString("000", CultureInfo.InvariantCulture)).ToArray());

        var complete = await Task.WhenAll(batches.Select(batch => Task.Run(() => NoteAsync(batch.model, 1, batch.ids))));

        Assert.Contains(true, complete);
        Assert.Equal(RunState.Completed, (await runs.FindAsync(Run, default))!.State);
        Assert.Equal((200, 200), ((await progress.OfAsync(Run, default)).Planned, (await progress.OfAsync(Run, default)).Decided));
    }

    [Fact]
    public async Task An_instance_is_decided_when_every_metric_is()
    {
        await progress.NoteAsync(Run, "m1", "b", Bits(1, "000"), 3, Now, default);
        Assert.Equal(0, (await progress.OfAsync(Run, default)).Decided);

        await progress.NoteAsync(Run, "m1", "b", Bits(2, "000"), 3, Now, default);
        Assert.Equal(1, (await progress.OfAsync(Run, default)).Decided);
        Assert.Equal(["000"], await progress.DecidedAsync(Run, "m1", "b", 3, default));
    }

    [Fact]
    public async Task A_pinned_plan_is_never_replaced()
    {
        await runs.SavePlanAsync(Run, new RunPlan { PlanDigest = "another" }, default);

        Assert.Equal("d", (await runs.PlanAsync(Run, default))!.PlanDigest);
    }

    [Fact]
    public async Task An_id_is_given_once_however_many_ask_for_it()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() =>
            runs.AddAsync(new StoredRun("same", new RunSpec { Suite = i.ToString(CultureInfo.InvariantCulture) }, RunState.Planning, Now, null, "", ""), default))));

        Assert.Single(added, taken => taken);
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_page_by_page()
    {
        for (var i = 0; i < 5; i++)
            await runs.AddAsync(new StoredRun($"run-{i}", new RunSpec(), RunState.Planning, Now.AddSeconds(i / 2), null, "", ""), default);

        var seen = new List<StoredRun>();
        while (await runs.ListAsync(seen.Count == 0 ? null : seen[^1].CreatedAt, seen.Count == 0 ? "" : seen[^1].Id, 2, default) is { Count: > 0 } page) seen.AddRange(page);

        Assert.Equal(["run-4", "run-3", "run-2", "run-1", "run-0", Run], seen.Select(run => run.Id));
    }

    private Task<bool> NoteAsync(string model, long bits, params string[] ids) => progress.NoteAsync(Run, model, "b", Bits(bits, ids), 1, Now, default);

    private static Dictionary<string, long> Bits(long bits, params string[] ids) => ids.ToDictionary(id => id, _ => bits, StringComparer.Ordinal);
}

public sealed class SqliteProgressStoreTests : ProgressStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("progress");

    protected override string Storage => "sqlite:" + folder.Path;

    public void Dispose() => folder.Dispose();
}

[Collection(ServerCollection.Name)]
public sealed class PostgresProgressStoreTests(ServerFixture servers) : ProgressStoreContract
{
    protected override string Storage => servers.Postgres.ConnectionString;
}
