using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;

namespace MedHelm.Tests.Unit.Judging.Reviews;

/// <summary>Scoring's own statistics, called in this process.</summary>
internal class RealStatistics : StatisticsService.StatisticsServiceClient
{
    private readonly StatisticsRpc scoring = new(new HeavyWork());

    public override AsyncUnaryCall<EstimateMeanResponse> EstimateMeanAsync(EstimateMeanRequest request, CallOptions options) => Reply(scoring.EstimateMean(request, new CallContext()));

    public override AsyncUnaryCall<EstimateAnchoredResponse> EstimateAnchoredAsync(EstimateAnchoredRequest request, CallOptions options) => Reply(scoring.EstimateAnchored(request, new CallContext()));

    public override AsyncUnaryCall<PlanLabelsResponse> PlanLabelsAsync(PlanLabelsRequest request, CallOptions options) => Reply(scoring.PlanLabels(request, new CallContext()));

    public override AsyncUnaryCall<MeasureJuryResponse> MeasureJuryAsync(MeasureJuryRequest request, CallOptions options) => Reply(scoring.MeasureJury(request, new CallContext()));

    public override AsyncUnaryCall<ChooseLabelsResponse> ChooseLabelsAsync(ChooseLabelsRequest request, CallOptions options) => Reply(scoring.ChooseLabels(request, new CallContext()));

    public override AsyncUnaryCall<MeasureEscalationResponse> MeasureEscalationAsync(MeasureEscalationRequest request, CallOptions options) => Reply(scoring.MeasureEscalation(request, new CallContext()));

    protected static AsyncUnaryCall<T> Reply<T>(Task<T> response) => new(response, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
