using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;
using MedHelm.Scoring.Checks;
using MedHelm.Scoring.Costs;
using MedHelm.Scoring.Statistics.Aggregates;

namespace MedHelm.Tests.Unit.Cli.Stats;

/// <summary>The real statistics of Scoring, called without a network.</summary>
internal static class StatisticsServices
{
    internal static FakeServices Real()
    {
        var statistics = new StatisticsRpc(new HeavyWork());
        return new FakeServices()
            .On<AggregateRequest>("Aggregate", request =>
            {
                AggregateTable.Check(request).ThrowIfAny();
                return TableAggregates.Of(request);
            })
            .On<SumCostsRequest>("SumCosts", request =>
            {
                CostTable.Check(request).ThrowIfAny();
                return CostSums.Of(request);
            })
            .On<EstimateStandingsRequest>("EstimateStandings", request => statistics.EstimateStandings(request, new CallContext()).Result)
            .On<CompareScoresRequest>("CompareScores", request => statistics.CompareScores(request, new CallContext()).Result)
            .On<EstimateMeanRequest>("EstimateMean", request => statistics.EstimateMean(request, new CallContext()).Result)
            .On<MeasureAgreementRequest>("MeasureAgreement", request => statistics.MeasureAgreement(request, new CallContext()).Result)
            .On<EstimateAnchoredRequest>("EstimateAnchored", request => statistics.EstimateAnchored(request, new CallContext()).Result)
            .On<PlanLabelsRequest>("PlanLabels", request => statistics.PlanLabels(request, new CallContext()).Result)
            .On<PlanComparisonRequest>("PlanComparison", request => statistics.PlanComparison(request, new CallContext()).Result);
    }
}
