using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Anchoring;

/// <summary>Expected figures were computed with numpy and scipy from the formulas of PPI++ for a mean.</summary>
public sealed class EstimateAnchoredTests
{
    private static readonly double[] Labels = [3.0, 4.5, 2.0, 5.0, 3.5, 1.0, 4.0, 2.5];
    private static readonly double[] Judged = [3.5, 4.5, 3.0, 4.8, 4.2, 2.0, 4.1, 3.4];
    private static readonly double[] Others = [4.0, 3.0, 2.5, 4.9, 3.8, 4.4, 2.2, 3.9, 4.6, 3.1, 2.9, 4.0];

    [Fact]
    public void Plain_prediction_powered_inference_takes_the_judge_at_its_word()
    {
        var response = Estimate(weight: 1);

        Assert.Equal(3.108333333333, response.Anchored.Value, 1e-12);
        Assert.Equal(0.7076114421902, Half(response.Anchored), 1e-9);
        Assert.Equal(1, response.Weight);
    }

    [Fact]
    public void The_weight_with_the_smallest_variance_is_found_and_its_choice_paid_for()
    {
        var response = Estimate();

        Assert.Equal(0.9058318221127, response.Weight, 1e-12);
        Assert.Equal(3.115788314083, response.Anchored.Value, 1e-12);
        Assert.Equal(0.7865218179409, Half(response.Anchored), 1e-9);
        Assert.Equal(17.24010777915, response.EffectiveLabels, 1e-9);
        Assert.Equal((IntervalMethod.T, 8), (response.Anchored.Method, response.Anchored.Units));
    }

    [Fact]
    public void Labels_alone_judge_alone_bias_and_correlation_come_with_it()
    {
        var response = Estimate();

        Assert.Equal((3.1875, 8), (response.LabelsOnly.Value, response.LabelsOnly.Units));
        Assert.Equal(1.115782599797, Half(response.LabelsOnly), 1e-9);
        Assert.Equal(3.64, response.JudgeOnly.Value, 1e-12);
        Assert.Equal(0.399554428607, Half(response.JudgeOnly), 1e-9);
        Assert.Equal(20, response.JudgeOnly.Units);
        Assert.Equal(0.5, response.Bias.Value, 1e-12);
        Assert.Equal(0.3996944493151, Half(response.Bias), 1e-9);
        Assert.Equal(0.9808571335405, response.Correlation, 1e-12);
    }

    [Fact]
    public void Weight_nought_is_the_labels_alone()
    {
        var response = Estimate(weight: 0);

        Assert.Equal(response.LabelsOnly, response.Anchored);
        Assert.Equal(8, response.EffectiveLabels);
    }

    [Fact]
    public void With_every_item_labelled_the_judge_adds_nothing()
    {
        var response = Call(new() { Labels = { Labels }, JudgedLabelled = { Judged } });

        Assert.Equal((response.LabelsOnly.Value, response.LabelsOnly.Low), (response.Anchored.Value, response.Anchored.Low));
        Assert.Equal(0, response.Weight);
        Assert.Contains("Every item has a label", response.Anchored.Remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "at least four")]
    [InlineData(8, "same score")]
    public void A_weight_that_cannot_be_tuned_leaves_the_labels_and_says_so(int labels, string remark)
    {
        var constant = labels == 8;
        var response = Call(new() { Labels = { Labels[..labels] }, JudgedLabelled = { Judged[..labels].Select(j => constant ? 3 : j) }, JudgedUnlabelled = { Others.Select(j => constant ? 3 : j) } });

        Assert.Equal((0, response.LabelsOnly.Low), (response.Weight, response.Anchored.Low));
        Assert.Contains(remark, response.Anchored.Remark, StringComparison.Ordinal);
        Assert.Equal(!constant, response.HasCorrelation);
    }

    [Fact]
    public void A_cluster_with_items_of_both_kinds_counts_once()
    {
        // The same patient on both sides moves the labels and the judge's other scores together.
        var request = Request();
        request.LabelledClusters.Add(["p1", "p1", "p2", "p3", "p4", "p5", "p6", "p6"]);
        request.UnlabelledClusters.Add(["p1", "p2", "p2", "p3", "q", "q", "p5", "r", "r", "s", "", ""]);

        var response = Call(request);

        Assert.Equal(0.8383455556816, response.Weight, 1e-12);
        Assert.Equal(1.286299561954, Half(response.Anchored), 1e-9);
        Assert.Equal((6, 11), (response.Anchored.Units, response.JudgeOnly.Units));
    }

    [Fact]
    public void The_order_of_items_changes_nothing()
    {
        var reversed = Call(new() { Labels = { Labels.Reverse() }, JudgedLabelled = { Judged.Reverse() }, JudgedUnlabelled = { Others.Reverse() } });
        var response = Estimate();

        Assert.Equal(response.Anchored.Value, reversed.Anchored.Value, 1e-12);
        Assert.Equal(response.Anchored.Low, reversed.Anchored.Low, 1e-12);
    }

    [Fact]
    public void Items_weigh_by_the_inverse_of_the_probability_they_were_chosen_with()
    {
        var request = Request();
        request.Inclusion.Add([0.5, 0.3, 0.6, 0.25, 0.4, 0.8, 0.35, 0.5]);

        var response = Call(request);

        Assert.Equal(1.4999638643, response.Weight, 1e-9);
        Assert.Equal(3.1236425364, response.Anchored.Value, 1e-9);
        Assert.Equal(0.7960065061, Half(response.Anchored), 1e-8);
        Assert.Equal(3.6089860352, response.LabelsOnly.Value, 1e-9);
        Assert.Equal(1.0819263548, Half(response.LabelsOnly), 1e-9);
        Assert.Equal(0.3545840923, response.Bias.Value, 1e-9);
        Assert.Equal((20, 8), (response.JudgeOnly.Units, response.Anchored.Units));
        request.Inclusion[2] = 0;
        request.Inclusion.Add(1);
        Assert.All(["inclusion", "inclusion[2]"], field => Assert.Contains(field + ":", Assert.Throws<RpcException>(() => Call(request)).Status.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_probabilities_leave_labels_and_bias_as_they_are()
    {
        var request = Request();
        request.Inclusion.Add(Enumerable.Repeat(0.4, 8));
        var (weighted, plain) = (Call(request), Estimate());
        Assert.Equal(plain.LabelsOnly.Low, weighted.LabelsOnly.Low, 1e-9);
        Assert.Equal(plain.Bias.High, weighted.Bias.High, 1e-9);
        Assert.Equal(plain.Correlation, weighted.Correlation, 1e-9);
        // The judge's mean is over all items here, over the others there: with the best weight they come to the same.
        Assert.Equal(plain.Anchored.Value, weighted.Anchored.Value, 0.02);
        Assert.Equal(Half(plain.Anchored), Half(weighted.Anchored), 0.1);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var request = new EstimateAnchoredRequest { Labels = { 1, double.NaN }, JudgedLabelled = { 1 }, JudgedUnlabelled = { double.PositiveInfinity }, LabelledClusters = { "a" }, UnlabelledClusters = { "a", "b" }, Level = 1, Weight = double.NaN };

        var said = Assert.Throws<RpcException>(() => Call(request));

        Assert.Equal(StatusCode.InvalidArgument, said.StatusCode);
        Assert.All(["labels[1]", "judged_labelled", "judged_unlabelled[0]", "labelled_clusters", "unlabelled_clusters", "level", "weight"], field => Assert.Contains(field + ":", said.Status.Detail, StringComparison.Ordinal));
    }

    private static EstimateAnchoredRequest Request() => new() { Labels = { Labels }, JudgedLabelled = { Judged }, JudgedUnlabelled = { Others } };

    private static EstimateAnchoredResponse Estimate(double? weight = null)
    {
        var request = Request();
        if (weight is { } w) request.Weight = w;
        return Call(request);
    }

    private static EstimateAnchoredResponse Call(EstimateAnchoredRequest request) => new StatisticsRpc(new HeavyWork()).EstimateAnchored(request, new CallContext()).Result;

    private static double Half(Estimate estimate)
    {
        Assert.Equal(estimate.Value - estimate.Low, estimate.High - estimate.Value, 1e-12);
        return (estimate.High - estimate.Low) / 2;
    }
}
