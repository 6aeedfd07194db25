using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Tests.Unit.Evaluation;

/// <summary>Scoring as seen by Evaluation: one metric.</summary>
internal sealed class FakeScoring : ScoringService.ScoringServiceClient
{
    public override AsyncUnaryCall<ListMetricsResponse> ListMetricsAsync(ListMetricsRequest request, CallOptions options) =>
        new(Task.FromResult(new ListMetricsResponse { Metrics = { new Metric { Name = "exact_match" } } }), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
