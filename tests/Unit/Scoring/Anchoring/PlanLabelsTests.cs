using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;
using MedHelm.Scoring.Statistics.Anchoring;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Anchoring;

public sealed class PlanLabelsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(-0.9)]
    [InlineData(1)]
    public void The_plan_is_the_fewest_labels_that_reach_the_half_width(double correlation)
    {
        foreach (var items in new[] { 2, 3, 5, 6, 40, 120 })
        {
            var plan = new LabelPlan(items, 1.3, correlation, 0.95);
            foreach (var wanted in new[] { 0.05, 0.1, 0.2, 0.35, 0.5, 1, 2, 20 })
            {
                var fewest = Enumerable.Range(2, items - 1).Where(labels => plan.HalfWidth(labels) <= wanted).Cast<int?>().FirstOrDefault();
                var alone = Enumerable.Range(2, items - 1).Where(labels => plan.LabelsAlone(labels) <= wanted).Cast<int?>().FirstOrDefault();

                var response = plan.For(wanted);

                Assert.Equal((fewest, alone), (response.HasLabels ? response.Labels : null, response.HasLabelsWithoutJudge ? response.LabelsWithoutJudge : null));
            }
        }
    }

    [Fact]
    public void The_planned_half_width_is_the_estimators_own_when_the_data_are_as_expected()
    {
        // Labels and scores with exactly the planned moments on both sides: +-1 in a square, whose correlation is 0.6.
        double[] scores = [1, 1, 1, 1, -1, -1, -1, -1, 1, -1];
        double[] labels = [1, 1, 1, 1, -1, -1, -1, -1, -1, 1];
        var request = new EstimateAnchoredRequest
        {
            Labels = { Enumerable.Repeat(labels, 8).SelectMany(l => l) },
            JudgedLabelled = { Enumerable.Repeat(scores, 8).SelectMany(s => s) },
            JudgedUnlabelled = { Enumerable.Repeat(scores, 30).SelectMany(s => s) },
        };

        var estimated = Estimate(request);
        var planned = new LabelPlan(380, Math.Sqrt(80 / 79.0), estimated.Correlation, 0.95).HalfWidth(80);

        Assert.Equal(0.6, estimated.Correlation, 1e-12);
        // The plan expects residuals smaller by one of 79 degrees of freedom; these are not.
        Assert.Equal(planned, (estimated.Anchored.High - estimated.Anchored.Low) / 2, planned * 0.008);
    }

    [Fact]
    public void What_no_number_of_labels_reaches_is_absent_and_the_smallest_is_told()
    {
        var response = Plan(new() { HalfWidth = 0.01, Items = 400, SdOfLabels = 1, Correlation = 0.9 });

        Assert.False(response.HasLabels || response.HasLabelsWithoutJudge);
        // t with 399 degrees of freedom over the root of 400.
        Assert.Equal(1.965927 / 20, response.SmallestHalfWidth, 1e-6);
    }

    [Fact]
    public void A_better_judge_never_needs_more_labels_and_a_billion_items_are_planned_at_once()
    {
        var needed = Enumerable.Range(0, 10).Select(tenths => Plan(new() { HalfWidth = 0.02, Items = 1_000_000_000, SdOfLabels = 0.5, Correlation = tenths / 10.0 }).Labels).ToList();

        Assert.Equal(needed.OrderDescending(), needed);
        // (1.96 x 0.5 / 0.02)^2 is 2,401; t and the tuned weight add a few.
        Assert.InRange(needed[0], 2401, 2410);
        Assert.InRange(needed[9], 456, 462);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var said = Assert.Throws<RpcException>(() => Plan(new() { HalfWidth = double.NaN, Items = 1, SdOfLabels = 0, Correlation = -1.5, Level = 0.1 }));

        Assert.All(["half_width", "items", "sd_of_labels", "correlation", "level"], field => Assert.Contains(field + ":", said.Status.Detail, StringComparison.Ordinal));
    }

    private static EstimateAnchoredResponse Estimate(EstimateAnchoredRequest request) => new StatisticsRpc(new HeavyWork()).EstimateAnchored(request, new CallContext()).Result;

    private static PlanLabelsResponse Plan(PlanLabelsRequest request) => new StatisticsRpc(new HeavyWork()).PlanLabels(request, new CallContext()).Result;
}
