using Grpc.Core;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Reporting.Leaderboards;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Reporting;

/// <summary>The gRPC API.</summary>
internal sealed class ReportingRpc(LeaderboardReader leaderboards) : ReportingService.ReportingServiceBase
{
    public override async Task<GetLeaderboardResponse> GetLeaderboard(GetLeaderboardRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(request.Run.StartsWith("runs/", StringComparison.Ordinal), "run", "must name a run, such as runs/my-run");
        violations.ThrowIfAny();
        try
        {
            return new() { Leaderboard = await leaderboards.GetAsync(request.Run, context.CancellationToken) };
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            throw Errors.Unavailable($"The leaderboard of {request.Run} is not final yet, and Evaluation or Scoring, which it is made with, does not answer; try again shortly.");
        }
    }
}
