using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;
using MedHelm.Scoring.Statistics.Anchoring;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Tests.Unit.Scoring.Agreement;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Anchoring;

/// <summary>How often anchored intervals hold the truth in seeded simulations with a biased judge, and whether the planner keeps its word.</summary>
public sealed class AnchoredCoverageTests
{
    private const double Truth = 3.4;
    private const double Correlation = 0.8;
    private const double Deviation = 1.1;

    [Theory]
    [InlineData(20, 400)]
    [InlineData(50, 1000)]
    public void Five_in_a_hundred_labels_give_intervals_that_cover_where_the_judge_alone_never_does(int labels, int items)
    {
        var simulations = Simulate(1500, labels, items);

        Assert.InRange(Share(simulations, s => s.Anchored), 0.93, 0.97);
        Assert.InRange(Share(simulations, s => s.LabelsOnly), 0.93, 0.97);
        Assert.InRange(Share(simulations, s => s.JudgeOnly), 0, 0.01);
        Assert.True(simulations.Average(s => Half(s.Anchored)) < 0.75 * simulations.Average(s => Half(s.LabelsOnly)));
        Assert.True(simulations.Average(s => s.EffectiveLabels) > 1.8 * labels);
    }

    [Fact]
    public void Scores_of_nought_and_one_are_covered_too()
    {
        var simulations = Enumerable.Range(0, 1500).Select(simulation =>
        {
            var random = new RandomStream((ulong)simulation, 2, 2);
            var request = new EstimateAnchoredRequest();
            for (var item = 0; item < 1000; item++)
            {
                var label = random.NextDouble() < 0.4 ? 1.0 : 0;
                var judged = Math.Clamp(0.35 + label / 2 + 0.2 * (random.NextDouble() - 0.5), 0, 1);
                Add(request, item < 50, label, judged);
            }
            return Call(request);
        }).ToList();

        Assert.InRange(Share(simulations, s => s.Anchored, 0.4), 0.93, 0.97);
        Assert.InRange(Share(simulations, s => s.JudgeOnly, 0.4), 0, 0.01);
    }

    [Fact]
    public void Over_clusters_the_interval_covers_where_items_taken_as_independent_fail()
    {
        List<EstimateAnchoredResponse> Run(bool clustered) => [.. Enumerable.Range(0, 1000).Select(simulation =>
        {
            var normal = Ratings.Normals((ulong)simulation);
            var request = new EstimateAnchoredRequest();
            for (var patient = 0; patient < 200; patient++)
            {
                var (own, seen) = (normal(), normal());
                for (var item = 0; item < 5; item++)
                {
                    var label = Truth + own + 0.5 * normal();
                    Add(request, patient < 25, label, label + 1 + 0.8 * seen + 0.3 * normal());
                    if (clustered) (patient < 25 ? request.LabelledClusters : request.UnlabelledClusters).Add("patient" + patient);
                }
            }
            return Call(request);
        })];

        Assert.InRange(Share(Run(clustered: true), s => s.Anchored), 0.93, 0.97);
        Assert.True(Share(Run(clustered: false), s => s.Anchored) < 0.9);
    }

    [Theory]
    [InlineData(0.25, 1000)]
    [InlineData(0.12, 1000)]
    [InlineData(0.3, 400)]
    public void The_planned_number_of_labels_gives_the_half_width(double halfWidth, int items)
    {
        var plan = Plan(new() { HalfWidth = halfWidth, Items = items, SdOfLabels = Deviation, Correlation = Correlation });

        var simulations = Simulate(400, plan.Labels, items);

        var own = new LabelPlan(items, Deviation, Correlation, 0.95);
        Assert.Equal(own.HalfWidth(plan.Labels), simulations.Average(s => Half(s.Anchored)), halfWidth * 0.025);
        Assert.True(own.HalfWidth(plan.Labels) <= halfWidth && halfWidth < own.HalfWidth(plan.Labels - 1));
        Assert.True(plan.Labels < plan.LabelsWithoutJudge);
    }

    private static List<EstimateAnchoredResponse> Simulate(int simulations, int labels, int items) => [.. Enumerable.Range(0, simulations).Select(simulation =>
    {
        var normal = Ratings.Normals((ulong)simulation);
        var request = new EstimateAnchoredRequest();
        for (var item = 0; item < items; item++)
        {
            var quality = normal();
            Add(request, item < labels, Truth + Deviation * quality, 4 + 0.6 * (Correlation * quality + Math.Sqrt(1 - Correlation * Correlation) * normal()));
        }
        return Call(request);
    })];

    private static void Add(EstimateAnchoredRequest request, bool labelled, double label, double judged)
    {
        if (labelled) request.Labels.Add(label);
        (labelled ? request.JudgedLabelled : request.JudgedUnlabelled).Add(judged);
    }

    private static double Share(List<EstimateAnchoredResponse> simulations, Func<EstimateAnchoredResponse, Estimate> which, double truth = Truth) =>
        simulations.Count(s => which(s).Low <= truth && truth <= which(s).High) / (double)simulations.Count;

    private static double Half(Estimate estimate) => (estimate.High - estimate.Low) / 2;

    private static PlanLabelsResponse Plan(PlanLabelsRequest request) => new StatisticsRpc(new HeavyWork()).PlanLabels(request, new CallContext()).Result;

    private static EstimateAnchoredResponse Call(EstimateAnchoredRequest request) => new StatisticsRpc(new HeavyWork()).EstimateAnchored(request, new CallContext()).Result;
}
