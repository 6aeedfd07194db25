using System.Globalization;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Quotes;
using MedHelm.Evaluation.Runs;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Evaluation;

internal sealed class EvaluationRpc(
    RunStore runs, RunPlans plans, ProgressStore progress, InstanceStore instances, RunSpecValidator validator, WorkDispatcher dispatcher, RunSignals signals, RunQuoter quoter, TimeProvider clock)
    : EvaluationService.EvaluationServiceBase
{
    // In bytes: well below what a gRPC message may have, with room for one more long instance.
    private const int LongestPage = 8 << 20;

    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(500);

    private readonly PlannedRuns planned = new(runs, plans);

    public override async Task<CreateRunResponse> CreateRun(CreateRunRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        // A repeated call gets its run back even when the installation has changed meanwhile.
        if (request.RunId.Length > 0 && RunIds.IsValid(request.RunId) && await runs.FindAsync(request.RunId, cancel) is { } earlier)
            return new CreateRunResponse { Run = await SameAsync(earlier, request, cancel) };
        await validator.CheckAsync(request, cancel);
        var now = clock.GetUtcNow();
        var run = new StoredRun(request.RunId.Length > 0 ? request.RunId : RunIds.New(now), request.Spec, RunState.Planning, now, null, "", "");
        if (!await runs.AddAsync(run, cancel)) return new CreateRunResponse { Run = await SameAsync(await planned.FindAsync(run.Name, cancel), request, cancel) };
        signals.Raise(RunSignals.NewRun);
        return new CreateRunResponse { Run = run.ToProto(new Progress()) };
    }

    public override Task<QuoteRunResponse> QuoteRun(QuoteRunRequest request, ServerCallContext context) => quoter.QuoteAsync(request, context.CancellationToken);

    public override async Task<GetRunResponse> GetRun(GetRunRequest request, ServerCallContext context) =>
        new() { Run = await WithProgressAsync(await planned.FindAsync(request.Name, context.CancellationToken), context.CancellationToken) };

    public override async Task<ListRunsResponse> ListRuns(ListRunsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var size = Paging.Size(request.PageSize, violations);
        var key = Paging.Key(request.PageToken, parts: 2, violations);
        var time = default(DateTimeOffset);
        violations.Require(key is null || DateTimeOffset.TryParse(key[0], CultureInfo.InvariantCulture, out time), "page_token", "must be empty or the next_page_token of the page before.");
        violations.ThrowIfAny();
        var page = await runs.ListAsync(key is null ? null : time, key?[1] ?? "", size + 1, context.CancellationToken);
        var totals = await progress.TotalsAsync([.. page.Select(run => run.Id)], context.CancellationToken);
        var response = new ListRunsResponse { Runs = { page.Take(size).Select(run => run.ToProto(totals.GetValueOrDefault(run.Id) ?? new Progress())) } };
        if (page.Count > size) response.NextPageToken = Paging.TokenAfter(StoredRun.Time(page[size - 1].CreatedAt), page[size - 1].Id);
        return response;
    }

    public override async Task WatchRun(WatchRunRequest request, IServerStreamWriter<WatchRunResponse> responseStream, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        Run? last = null;
        while (true)
        {
            var run = await WithProgressAsync(await planned.FindAsync(request.Name, cancel), cancel);
            if (!run.Equals(last)) await responseStream.WriteAsync(new WatchRunResponse { Run = run }, cancel);
            if (run.State is RunState.Completed or RunState.Failed) return;
            last = run;
            await signals.WaitAsync(RunIds.Parse(request.Name)!, WatchEvery, cancel);
        }
    }

    public override async Task<RequeueRunResponse> RequeueRun(RequeueRunRequest request, ServerCallContext context)
    {
        var run = await planned.FindAsync(request.Name, context.CancellationToken);
        return new RequeueRunResponse { Completions = await dispatcher.DispatchAllAsync(await planned.PlanAsync(run, context.CancellationToken), run.Spec, context.CancellationToken) };
    }

    public override async Task<GetRunPlanResponse> GetRunPlan(GetRunPlanRequest request, ServerCallContext context) =>
        new() { Plan = await planned.PlanAsync(await planned.FindAsync(request.Run, context.CancellationToken), context.CancellationToken) };

    public override async Task<ListInstancesResponse> ListInstances(ListInstancesRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var size = Paging.Size(request.PageSize, violations);
        var key = Paging.Key(request.PageToken, parts: 1, violations);
        var last = -1;
        violations.Require(key is null || int.TryParse(key[0], NumberStyles.None, CultureInfo.InvariantCulture, out last), "page_token", "must be empty or the next_page_token of the page before.");
        violations.Require(request.InstanceSet.Length > 0, "instance_set", "is missing.");
        violations.Require(request.InstanceIds.Count <= 1000, "instance_ids", $"must be at most 1000, were {request.InstanceIds.Count}.");
        violations.ThrowIfAny();
        if (!await instances.ExistsAsync(request.InstanceSet, context.CancellationToken)) throw Errors.NotFound("instance_set", request.InstanceSet);
        if (request.InstanceIds.Count > 0)
            return Named(await instances.FindAsync(request.InstanceSet, request.InstanceIds, context.CancellationToken), request.WithoutInput);
        return await PageAsync(request, last + 1, size, context.CancellationToken);
    }

    private static ListInstancesResponse Named(IReadOnlyList<Instance> found, bool withoutInput)
    {
        foreach (var instance in found)
            if (withoutInput) instance.Input = "";
        return new ListInstancesResponse { Instances = { found } };
    }

    private async Task<ListInstancesResponse> PageAsync(ListInstancesRequest request, int first, int size, CancellationToken cancel)
    {
        var response = new ListInstancesResponse();
        var bytes = 0L;
        await foreach (var instance in instances.StreamAsync(request.InstanceSet, first, size + 1, cancel))
        {
            if (response.Instances.Count == size || bytes > LongestPage)
            {
                response.NextPageToken = Paging.TokenAfter(response.Instances[^1].Ordinal.ToString(CultureInfo.InvariantCulture));
                break;
            }
            if (request.WithoutInput) instance.Input = "";
            response.Instances.Add(instance);
            bytes += instance.CalculateSize();
        }
        return response;
    }

    private async Task<Run> WithProgressAsync(StoredRun run, CancellationToken cancel) => run.ToProto(await progress.OfAsync(run.Id, cancel));

    private async Task<Run> SameAsync(StoredRun earlier, CreateRunRequest request, CancellationToken cancel) =>
        earlier.Spec.Equals(request.Spec)
            ? await WithProgressAsync(earlier, cancel)
            : throw Errors.Conflict("RUN_ID_TAKEN", $"{earlier.Name} exists and does something else; choose another run_id.");
}
