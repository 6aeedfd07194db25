using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Checks;
using MedHelm.Scoring;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Statistics.Aggregates;

namespace MedHelm.Tests.Unit.Reporting;

/// <summary>Scoring's own metrics and statistics without the network between; it can be told to be down.</summary>
internal sealed class FakeScoring : ScoringService.ScoringServiceClient
{
    public bool Down { get; set; }

    /// <summary>True when it refuses to estimate standings.</summary>
    public bool RefusesStandings { get; set; }

    public override AsyncUnaryCall<ListMetricsResponse> ListMetricsAsync(ListMetricsRequest request, CallOptions options) =>
        Reply(() => new ListMetricsResponse { Metrics = { MetricCatalog.Standard.Descriptions } });

    public override AsyncUnaryCall<AggregateResponse> AggregateAsync(AggregateRequest request, CallOptions options) => Reply(() =>
    {
        AggregateTable.Check(request).ThrowIfAny();
        return TableAggregates.Of(request);
    });

    private AsyncUnaryCall<T> Reply<T>(Func<T> response)
    {
        var answer = Down ? Task.FromException<T>(new RpcException(new Status(StatusCode.Unavailable, "down"))) : Task.FromResult(response());
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }
}
