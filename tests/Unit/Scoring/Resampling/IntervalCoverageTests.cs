using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics;
using MedHelm.Scoring.Statistics.Agreement;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Tests.Unit.Scoring.Agreement;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Resampling;

/// <summary>How often intervals hold the truth in seeded simulations.</summary>
public sealed class IntervalCoverageTests
{
    private const int Simulations = 2000;

    [Theory]
    [InlineData(IntervalMethod.Percentile, false)]
    [InlineData(IntervalMethod.Bca, false)]
    [InlineData(IntervalMethod.T, false)]
    [InlineData(IntervalMethod.Percentile, true)]
    [InlineData(IntervalMethod.Bca, true)]
    [InlineData(IntervalMethod.T, true)]
    public void Intervals_of_a_mean_cover_ninety_five_in_a_hundred(IntervalMethod method, bool binary)
    {
        var covered = Simulate(simulation =>
        {
            var normal = Ratings.Normals(simulation);
            var random = new RandomStream(simulation, 9, 9);
            var values = Enumerable.Range(0, 100).Select(_ => binary ? (random.NextDouble() < 0.3 ? 1.0 : 0) : 5 + 2 * normal()).ToArray();
            return Covers(Interval(values, [], method, simulation), binary ? 0.3 : 5);
        });

        Assert.InRange(covered, 0.93, 0.97);
    }

    [Theory]
    [InlineData(IntervalMethod.Percentile)]
    [InlineData(IntervalMethod.T)]
    public void Intervals_over_clusters_cover_where_those_over_values_fail(IntervalMethod method)
    {
        string[] clusters = [.. Enumerable.Range(0, 120).SelectMany(cluster => Enumerable.Repeat("patient" + cluster, 2 + cluster % 7))];
        double Coverage(IReadOnlyList<string> units) => Simulate(simulation =>
        {
            var normal = Ratings.Normals(simulation);
            var values = clusters.GroupBy(c => c).SelectMany(cluster =>
            {
                var own = normal();
                return cluster.Select(_ => own + 0.7 * normal()).ToArray();
            }).ToArray();
            return Covers(Interval(values, units, method, simulation), 0);
        });

        Assert.InRange(Coverage(clusters), 0.93, 0.97);
        Assert.True(Coverage([]) < 0.9);
    }

    [Fact]
    public void Intervals_of_agreement_cover_the_agreement_raters_were_made_with()
    {
        // Two raters of equal spread with correlation 0.6: ICC(3,1), ICC(2,1) and interval alpha are all 0.6.
        var hits = new int[4];
        for (ulong simulation = 0; simulation < 1000; simulation++)
        {
            var normal = Ratings.Normals(simulation);
            var table = RatingTable.Of(Ratings.Request([.. Enumerable.Range(0, 100).Select(_ => normal()).Select(truth => new double?[] { Math.Sqrt(0.6) * truth + Math.Sqrt(0.4) * normal(), Math.Sqrt(0.6) * truth + Math.Sqrt(0.4) * normal() })]));
            var correlation = new IntraclassCorrelation(new CompleteRatings(table), standardise: false);
            var joint = new JointBootstrap(table.Units, new ResamplingSettings(200, simulation, 0.95, IntervalMethod.Percentile), 1, [correlation, new KrippendorffAlpha(table, new Categories([-1, 1], Rounding.HalfUp, table))], new());
            var squares = correlation.Squares(Enumerable.Repeat(1, 100).ToArray());
            Estimate[] estimates = [ByF(squares, IccForm.TwoWayMixed), ByF(squares, IccForm.TwoWayRandom), joint.Estimate(2, 100, ""), joint.Estimate(6, 100, "")];
            for (var i = 0; i < hits.Length; i++)
                if (Covers(estimates[i], 0.6)) hits[i]++;
        }

        Assert.All(hits[..2], hit => Assert.InRange(hit, 930, 970));
        // Percentiles of a skewed statistic and 200 resamples fall a little short.
        Assert.All(hits[2..], hit => Assert.InRange(hit, 910, 970));
    }

    private static Estimate ByF(MeanSquares squares, IccForm form)
    {
        var (low, high) = new IccTest(form, squares).Interval(0.95);
        return Estimates.Of(squares.Correlation(form), low, high, 0.95, IntervalMethod.F, 100);
    }

    private static double Simulate(Func<ulong, bool> covers)
    {
        var covered = 0;
        for (ulong simulation = 0; simulation < Simulations; simulation++)
            if (covers(simulation)) covered++;
        return covered / (double)Simulations;
    }

    private static Estimate Interval(double[] values, IReadOnlyList<string> clusters, IntervalMethod method, ulong seed) =>
        new MeanEstimate(values, Units.Of(values.Length, clusters)).With(new ResamplingSettings(400, seed, 0.95, method), new());

    private static bool Covers(Estimate estimate, double truth) => estimate.Low <= truth && truth <= estimate.High;
}
