using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics.Standings;
using MedHelm.Scoring.Summaries;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class MetricScoresTests
{
    [Fact]
    public void Decisions_of_all_instances_are_counted_together_and_what_is_undefined_is_absent()
    {
        var micro = Micro((2, 1, 0), (0, 0, 3), (1, 0, 0));
        Assert.Equal((3, 1, 3), (micro!.TruePositives, micro.FalsePositives, micro.FalseNegatives));
        Assert.Equal((0.75, 0.5, 0.6), (micro.Precision, micro.Recall, micro.F1));

        var nothingNamed = Micro((0, 0, 2))!;
        Assert.Equal((false, 0.0, 0.0), (nothingNamed.HasPrecision, nothingNamed.Recall, nothingNamed.F1));
        var nothingRight = Micro((0, 2, 0))!;
        Assert.Equal((0.0, false, 0.0), (nothingRight.Precision, nothingRight.HasRecall, nothingRight.F1));
        var nothing = Micro((0, 0, 0))!;
        Assert.False(nothing.HasPrecision || nothing.HasRecall || nothing.HasF1);
        Assert.Null(Micro());
    }

    [Fact]
    public void A_clipped_metric_may_be_negative_for_an_instance_and_its_mean_is_cut_to_the_range()
    {
        Assert.Equal(0, Clipped(-1, 0.5).Mean);
        Assert.Equal(0.25, Clipped(-0.5, 1).Mean);
        var column = MetricScores.Column("b", new RubricPoints().Description, [Clipped(-3, -2, 1, -4)]);
        Assert.Equal(0, Assert.Single(CellIntervals.OfColumn(column, ResamplingSettings.Default, new ParallelWork(2, default))).Low);
    }

    [Fact]
    public void Reasons_are_counted_with_the_failure_behind_them()
    {
        var scores = Exact();
        scores.Add("i", Scores.Of("exact_match", 1), "", "");
        foreach (var failure in new[] { "timeout", "content_filter", "timeout" }) scores.Add("j", Scores.None("exact_match", UnscoredReason.NoCompletion, failure), "", "");
        scores.Add("k", Scores.None("exact_match", UnscoredReason.NoChoice), "", "");
        var summary = scores.ToProto(scores.PlainMean, 9, ofRun: true);
        Assert.Equal(["no_choice 1", "no_completion: content_filter 1", "no_completion: timeout 2"], summary.Unscored.Select(reason => $"{reason.Reason} {reason.Count}"));
        Assert.Equal((9, 1, 1.0, false), (summary.Planned, summary.Scored, summary.Mean.Value, summary.Mean.HasLow));
    }

    [Fact]
    public void Without_a_value_there_is_no_mean()
    {
        var summary = Exact().ToProto(Exact().PlainMean, 9, ofRun: false);
        Assert.Equal((false, 0, 0), (summary.Mean.HasValue, summary.Mean.Units, summary.Scored));
        Assert.Null(Exact().Mean);
    }

    private static MetricScores Exact() => new("b", "m", MetricCatalog.Standard.Get("exact_match").Description);

    private static MetricScores Clipped(params double[] values)
    {
        var scores = new MetricScores("b", "m", new RubricPoints().Description);
        foreach (var (i, value) in values.Index()) scores.Add($"i{i}", Scores.Of("rubric_points", value), "", "");
        return scores;
    }

    private static MicroAgreement? Micro(params (int Right, int Wrong, int Missed)[] tallies)
    {
        var scores = Exact();
        foreach (var (i, (right, wrong, missed)) in tallies.Index())
            scores.Add($"i{i}", Scores.Counted("exact_match", 0, new Tally { TruePositives = right, FalsePositives = wrong, FalseNegatives = missed }), "", "");
        return scores.ToProto(scores.PlainMean, 0, ofRun: true).Micro;
    }
}
