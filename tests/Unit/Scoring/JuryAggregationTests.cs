using MedHelm.Contracts.Judging.V1;
using MedHelm.Scoring.Metrics;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class JuryAggregationTests
{
    private static readonly Verdict[] Five = [Said("a", 1, 1), Said("b", 2, 4), Said("c", 4, 4), Said("d", 5, 4), Said("e", 5, 5)];

    [Theory]
    [InlineData(Aggregation.Unspecified, 0, 3.5)]
    [InlineData(Aggregation.Mean, 0, 3.5)]
    [InlineData(Aggregation.Median, 0, 4)]
    [InlineData(Aggregation.TrimmedMean, 0.2, (3 + 4 + 4.5) / 3)]
    [InlineData(Aggregation.TrimmedMean, 0.19, 3.5)]
    [InlineData(Aggregation.TrimmedMean, 0.49, 4)]
    [InlineData(Aggregation.Majority, 0, (5 + 4) / 2.0)]
    [InlineData(Aggregation.WeightedMean, 0, (1 * 4 + 3 + 4 + 4.5 + 5) / 8)]
    public void Each_rule_gives_its_number(Aggregation rule, double trim, double expected) =>
        Assert.Equal(expected, Rate(new Jury { Aggregation = rule, Trim = trim, Jurors = { new Juror { Name = "a", Weight = 4 } } }, Five), 1e-12);

    [Fact]
    public void Between_two_jurors_the_median_is_their_mean() => Assert.Equal(2.75, Rate(new Jury { Aggregation = Aggregation.Median }, Said("a", 1), Said("b", 4.5)));

    [Fact]
    public void The_median_of_the_most_frequent_marks_breaks_a_tie() =>
        Assert.Equal(3, Rate(new Jury { Aggregation = Aggregation.Majority }, Said("a", 2), Said("b", 4), Said("c", 2), Said("d", 4), Said("e", 5)));

    [Fact]
    public void A_juror_has_one_vote_however_often_it_was_asked()
    {
        var jury = new Jury { Aggregation = Aggregation.Majority };
        // Two jurors say 2; one says 4 three times.
        Assert.Equal(2, Rate(jury, Said("a", 2), Said("b", 2), Again("c", 0, 4), Again("c", 1, 4), Again("c", 2, 4)));
        // A vote split over three repeats loses to nobody's two thirds.
        Assert.Equal(4, Rate(jury, Said("a", 4), Again("c", 0, 5), Again("c", 1, 5), Again("c", 2, 4)));
    }

    [Fact]
    public void Weights_are_those_of_jurors_and_of_the_bench_and_one_where_none_is_named()
    {
        var jury = new Jury { Aggregation = Aggregation.WeightedMean, Jurors = { new Juror { Name = "a" } }, Bench = { new Juror { Name = "s", Weight = 2 } } };
        Assert.Equal((1 + 2 * 4) / 3.0, Rate(jury, Said("a", 1), Said("s", 4)), 1e-12);
    }

    [Fact]
    public void Repeats_are_averaged_before_jurors_and_only_jurors_count_for_the_fewest()
    {
        var abstained = new Verdict { Juror = "a", Repeat = 2, Abstention = new() { Reason = AbstentionReason.NoJson } };
        var verdicts = new[] { Again("a", 0, 1), Again("a", 1, 2), abstained, Said("b", 5) };
        Assert.Equal((1.5 + 5) / 2, Rate(new Jury { MinValidVerdicts = 2, Repeats = 3 }, verdicts));
        Assert.Equal(MedHelm.Contracts.Scoring.V1.UnscoredReason.TooFewVerdicts, UnscoredReasonOf(new Jury { MinValidVerdicts = 3, Repeats = 3 }, verdicts));
    }

    private static double Rate(Jury jury, params Verdict[] verdicts) => new JuryScore().Rate(verdicts, jury).Value;

    private static MedHelm.Contracts.Scoring.V1.UnscoredReason UnscoredReasonOf(Jury jury, Verdict[] verdicts) => new JuryScore().Rate(verdicts, jury).Unscored.Reason;

    private static Verdict Said(string juror, params double[] marks) => Again(juror, 0, marks);

    private static Verdict Again(string juror, int repeat, params double[] marks) =>
        new() { Juror = juror, Repeat = repeat, Marks = new Marks { Marks_ = { marks.Select((mark, i) => new Mark { Criterion = $"c{i}", Score = mark }) } } };
}
