using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Checks;
using MedHelm.Scoring.Statistics;
using MedHelm.Scoring.Statistics.Agreement;
using MedHelm.Scoring.Statistics.Anchoring;
using MedHelm.Scoring.Statistics.Comparison;
using MedHelm.Scoring.Statistics.Escalation;
using MedHelm.Scoring.Statistics.Labels;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics.Standings;
using MedHelm.Scoring.Statistics.Trust;

namespace MedHelm.Scoring;

/// <summary>The gRPC API of statistics over posted scores. Checks what was posted, then computes; keeps nothing.</summary>
internal sealed class StatisticsRpc(HeavyWork heavy) : StatisticsService.StatisticsServiceBase
{
    public override Task<EstimateStandingsResponse> EstimateStandings(EstimateStandingsRequest request, ServerCallContext context)
    {
        var (settings, isLarge) = StandingsTable.Check(request);
        return heavy.RunAsync(isLarge, work => StandingsEstimator.Estimate(request, settings, work), context.CancellationToken);
    }

    public override Task<CompareScoresResponse> CompareScores(CompareScoresRequest request, ServerCallContext context)
    {
        var settings = PostedPairs.Check(request);
        return heavy.RunAsync(isLarge: true, work =>
        {
            var response = new CompareScoresResponse { Resampling = settings.ToProto() };
            response.Comparisons.Add(request.Pairs.Select((pair, place) => PairedTests.Compare(pair, request.Test, place, settings, work)));
            Findings.Correct(response.Comparisons, settings.Level, i => response.Comparisons[i].Difference.Units, _ => request.LowerIsBetter);
            return response;
        }, context.CancellationToken);
    }

    public override Task<EstimateMeanResponse> EstimateMean(EstimateMeanRequest request, ServerCallContext context)
    {
        var settings = PostedValues.Check(request);
        return heavy.RunAsync(isLarge: true, work =>
        {
            var mean = new MeanEstimate(request.Values, Units.Of(request.Values.Count, request.Clusters));
            var response = new EstimateMeanResponse { Mean = mean.With(settings, work.Options), Resampling = settings.ToProto() };
            var deviation = StandardDeviation.Of([.. request.Values], Deviation.Sample);
            if (!double.IsNaN(deviation)) response.Sd = deviation;
            if (mean.StandardError is { } error) response.StandardError = error;
            return response;
        }, context.CancellationToken);
    }

    public override Task<MeasureAgreementResponse> MeasureAgreement(MeasureAgreementRequest request, ServerCallContext context)
    {
        var settings = PostedRatings.Check(request);
        return heavy.RunAsync(isLarge: true, work => AgreementMeasures.Of(request, settings, work.Options), context.CancellationToken);
    }

    public override Task<EstimateAnchoredResponse> EstimateAnchored(EstimateAnchoredRequest request, ServerCallContext context) =>
        Task.FromResult(AnchoredMean.Of(request, PostedLabels.Check(request)));

    public override Task<PlanLabelsResponse> PlanLabels(PlanLabelsRequest request, ServerCallContext context) =>
        Task.FromResult(PostedLabels.Check(request).For(request.HalfWidth));

    public override Task<PlanComparisonResponse> PlanComparison(PlanComparisonRequest request, ServerCallContext context) =>
        Task.FromResult(PostedComparisonPlan.Check(request).For(request.Instances, request.Difference));

    public override Task<ChooseLabelsResponse> ChooseLabels(ChooseLabelsRequest request, ServerCallContext context)
    {
        PostedCandidates.Check(request);
        return Task.FromResult(LabelChoice.Of(request));
    }

    public override Task<MeasureJuryResponse> MeasureJury(MeasureJuryRequest request, ServerCallContext context)
    {
        var settings = PostedJury.Check(request);
        return heavy.RunAsync(isLarge: true, work => new MeasureJuryResponse { Measures = new TrustMeasures(new JudgedTable(request), settings, work.Options).Of() }, context.CancellationToken);
    }

    public override Task<TestDriftResponse> TestDrift(TestDriftRequest request, ServerCallContext context)
    {
        var test = PostedDrift.Check(request);
        return heavy.RunAsync(isLarge: true, _ => test.Of(request.Differences), context.CancellationToken);
    }

    public override Task<CalibrateEscalationResponse> CalibrateEscalation(CalibrateEscalationRequest request, ServerCallContext context)
    {
        var calibration = PostedEscalation.Check(request);
        return heavy.RunAsync(isLarge: true, _ => calibration.Of(request.Answers), context.CancellationToken);
    }

    public override Task<MeasureEscalationResponse> MeasureEscalation(MeasureEscalationRequest request, ServerCallContext context)
    {
        var settings = PostedEscalation.Check(request);
        return heavy.RunAsync(isLarge: true, work => new EscalationShift(request).With(settings, work.Options), context.CancellationToken);
    }
}
