using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Reporting.Comparisons;
using MedHelm.Reporting.Leaderboards;
using MedHelm.Reporting.Runs;
using MedHelm.Reporting.Trust;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Reporting;

/// <summary>The gRPC API.</summary>
internal sealed class ReportingRpc(LeaderboardReader leaderboards, JuryTrust trust, RunPlans plans, JuryComparisons juryComparisons) : ReportingService.ReportingServiceBase
{
    public override async Task<GetLeaderboardResponse> GetLeaderboard(GetLeaderboardRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        RequireRun(request.Run, "run", violations);
        violations.ThrowIfAny();
        return new() { Leaderboard = await trust.AddAsync(await ReadAsync(request.Run, context.CancellationToken), context.CancellationToken) };
    }

    public override async Task<GetStandingsResponse> GetStandings(GetStandingsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        RequireRun(request.Run, "run", violations);
        violations.Require(Enum.IsDefined(request.Drawn), "drawn", "must say what is drawn: instances, benchmarks or both");
        violations.ThrowIfAny();
        var (standings, final) = await MadeAsync(request.Run, () => leaderboards.EstimateAsync(request.Run, request.Drawn, request.WithoutBenchmarkPairs, context.CancellationToken));
        return new() { Standings = standings, Final = final };
    }

    public override async Task<CompareRunsResponse> CompareRuns(CompareRunsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        RequireRun(request.First, "first", violations);
        RequireRun(request.Second, "second", violations);
        violations.ThrowIfAny();
        var cancel = context.CancellationToken;
        var (first, second) = (await PlanAsync(request.First, cancel), await PlanAsync(request.Second, cancel));
        if (first.Protocol != second.Protocol && !request.AcrossProtocols)
        {
            throw Errors.NotReady(
                "PROTOCOLS_DIFFER",
                $"{request.First} ran under protocol {first.Protocol}, {request.Second} under {second.Protocol}: their scores answer different questions. Set across_protocols to see them beside each other all the same.");
        }
        var juries = await juryComparisons.OfAsync(first, second, cancel);
        // Juries that differ with the protocols were asked for with them.
        if (!request.AcrossJuries && first.Protocol == second.Protocol) JuryComparisons.Require(juries, request.First, request.Second);
        return new() { Comparison = RunComparison.Of((first, await ReadAsync(request.First, cancel)), (second, await ReadAsync(request.Second, cancel)), juries) };
    }

    private static void RequireRun(string name, string field, Violations violations) =>
        violations.Require(name.StartsWith("runs/", StringComparison.Ordinal), field, "must name a run, such as runs/my-run");

    private async Task<RunPlan> PlanAsync(string run, CancellationToken cancel)
    {
        try
        {
            return await plans.GetAsync(run, cancel);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            throw Errors.Unavailable($"The plan of {run} is kept by Evaluation, which does not answer; try again shortly.");
        }
    }

    private Task<Leaderboard> ReadAsync(string run, CancellationToken cancel) => MadeAsync(run, () => leaderboards.GetAsync(run, cancel));

    private static async Task<T> MadeAsync<T>(string run, Func<Task<T>> make)
    {
        try
        {
            return await make();
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            throw Errors.Unavailable($"The numbers of {run} are made with Evaluation and Scoring, and one of them does not answer; try again shortly.");
        }
    }
}
