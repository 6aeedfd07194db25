using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Tests.Unit.Evaluation;

/// <summary>Scoring as seen by Evaluation: one metric, and those a test adds.</summary>
internal sealed class FakeScoring(params string[] more) : ScoringService.ScoringServiceClient
{
    public override AsyncUnaryCall<ListMetricsResponse> ListMetricsAsync(ListMetricsRequest request, CallOptions options) =>
        new(Task.FromResult(new ListMetricsResponse { Metrics = { more.Prepend("exact_match").Distinct(StringComparer.Ordinal).Select(name => new Metric { Name = name }) } }), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
