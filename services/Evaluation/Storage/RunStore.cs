using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Evaluation.Storage;

/// <summary>Runs with their specs, states and pinned plans.</summary>
internal sealed class RunStore([FromKeyedServices(EvaluationModule.Service)] Database database)
{
    private const string Select = """
        SELECT id, spec, state, created_at AS CreatedAt, completed_at AS CompletedAt, error, plan_digest AS PlanDigest,
            pause_budget AS PauseBudget, pause_needed AS PauseNeeded, pause_available AS PauseAvailable, pause_wait_ms AS PauseWaitMs, paused_at AS PausedAt
        FROM runs
        """ + "\n";
    private static readonly string[] RunColumns = ["id", "spec", "state", "created_at", "error", "plan_digest"];
    private static readonly string[] CellColumns = ["run", "candidate", "benchmark", "planned", "decided"];

    /// <summary>Stores a new run. False when the id is taken.</summary>
    public Task<bool> AddAsync(StoredRun run, CancellationToken cancel) => database.WriteAsync(async transaction =>
        await RowWriter.InsertAsync(transaction, "runs", RunColumns, "(id) DO NOTHING",
            [[run.Id, run.Spec.ToByteArray(), (long)run.State, StoredRun.Time(run.CreatedAt), run.Error, run.PlanDigest]], cancel) == 1, cancel);

    public async Task<StoredRun?> FindAsync(string id, CancellationToken cancel) =>
        (await QueryAsync("WHERE id = @id", new { id }, cancel)).SingleOrDefault();

    /// <summary>Runs older than a position, newest first.</summary>
    public Task<IReadOnlyList<StoredRun>> ListAsync(DateTimeOffset? beforeTime, string beforeId, int most, CancellationToken cancel) =>
        beforeTime is { } time
            ? QueryAsync("WHERE created_at < @time OR (created_at = @time AND id < @beforeId) ORDER BY created_at DESC, id DESC LIMIT @most", new { time = StoredRun.Time(time), beforeId, most = (long)most }, cancel)
            : QueryAsync("ORDER BY created_at DESC, id DESC LIMIT @most", new { most = (long)most }, cancel);

    /// <summary>Runs in a state, oldest first.</summary>
    public Task<IReadOnlyList<StoredRun>> InStateAsync(RunState state, CancellationToken cancel) =>
        QueryAsync("WHERE state = @state ORDER BY created_at, id", new { state = (long)state }, cancel);

    /// <summary>The pinned plan; null while the run is being planned.</summary>
    public Task<RunPlan?> PlanAsync(string id, CancellationToken cancel) => database.ReadAsync(async connection =>
        await connection.ExecuteScalarAsync<byte[]?>(new CommandDefinition("SELECT plan FROM runs WHERE id = @id", new { id }, cancellationToken: cancel)) is { } plan
            ? RunPlan.Parser.ParseFrom(StoredText.UnpackBytes(plan).Span)
            : null, cancel);

    /// <summary>Pins the plan and its cells. A plan that is there stays.</summary>
    public Task SavePlanAsync(string id, RunPlan plan, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        var saved = await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "UPDATE runs SET plan = @plan, plan_digest = @digest WHERE id = @id AND plan IS NULL",
            new { id, plan = StoredText.PackBytes(plan.ToByteArray()), digest = plan.PlanDigest }, transaction, cancellationToken: cancel));
        if (saved == 0) return;
        var cells =
            from model in plan.Models
            from benchmark in plan.Benchmarks
            orderby model.Deployment, benchmark.Benchmark
            select new object?[] { id, model.Deployment, benchmark.Benchmark, (long)benchmark.Instances, 0L };
        await RowWriter.InsertAsync(transaction, "cells", CellColumns, "DO NOTHING", [.. cells], cancel);
    }, cancel);

    /// <summary>Moves a run from planning to another state; does nothing when it has moved on.</summary>
    public Task LeavePlanningAsync(string id, RunState state, string error, CancellationToken cancel) => database.WriteAsync(transaction =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "UPDATE runs SET state = @state, error = @error WHERE id = @id AND state = @planning",
            new { id, state = (long)state, error, planning = (long)RunState.Planning }, transaction, cancellationToken: cancel)), cancel);

    private Task<IReadOnlyList<StoredRun>> QueryAsync(string where, object parameters, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<StoredRun>>(async connection =>
        {
            var rows = await connection.QueryAsync<RunRow>(new CommandDefinition(Select + where, parameters, cancellationToken: cancel));
            return [.. rows.Select(row => row.ToRun())];
        }, cancel);

    private sealed record RunRow(
        string Id, byte[] Spec, long State, string CreatedAt, string? CompletedAt, string Error, string PlanDigest,
        string PauseBudget, long PauseNeeded, long PauseAvailable, long PauseWaitMs, string? PausedAt)
    {
        public StoredRun ToRun() => new(
            Id, RunSpec.Parser.ParseFrom(Spec), (RunState)State, StoredRun.Time(CreatedAt), CompletedAt is { } completed ? StoredRun.Time(completed) : null, Error, PlanDigest, Pause());

        private StoredPause? Pause() => PausedAt is { } paused
            ? new(PauseBudget, PauseNeeded, PauseAvailable, StoredRun.Time(paused) + TimeSpan.FromMilliseconds(PauseWaitMs))
            : null;
    }
}
