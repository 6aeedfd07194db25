using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;

namespace MedHelm.Tests.Unit.Reporting;

/// <summary>Scoring's own statistics without the network between; down when Scoring is.</summary>
internal sealed class FakeStatistics(FakeScoring scoring) : StatisticsService.StatisticsServiceClient
{
    private readonly StatisticsRpc statistics = new(new HeavyWork());

    public override AsyncUnaryCall<EstimateStandingsResponse> EstimateStandingsAsync(EstimateStandingsRequest request, CallOptions options) =>
        new(AnswerAsync(request), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    private async Task<EstimateStandingsResponse> AnswerAsync(EstimateStandingsRequest request) => scoring.Down
        ? throw new RpcException(new Status(StatusCode.Unavailable, "down"))
        : scoring.RefusesStandings ? throw new RpcException(new Status(StatusCode.InvalidArgument, "table: must be smaller"))
        : await statistics.EstimateStandings(request, new CallContext());
}
