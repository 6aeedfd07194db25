using MedHelm.Contracts.Judging.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Tests.Unit.Scoring.Agreement;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Trust;

public sealed class RecusalTests
{
    /// <summary>The first juror adds 0.3 to answers of its own model, which is the worse one by 0.05; 300 instances, a substitute on the bench.</summary>
    [Fact]
    public void Recusal_restores_the_true_order_of_two_candidates()
    {
        const int runs = 100;
        var (withAll, withRecusal) = (0, 0);
        for (var seed = 0; seed < runs; seed++)
        {
            var normal = Ratings.Normals((ulong)seed);
            double ownAll = 0, ownRecused = 0, other = 0;
            for (var instance = 0; instance < 300; instance++)
            {
                var quality = 3.5 + 0.5 * normal();
                ownAll += Score("a", "b", "c", quality - 0.05, 0.3, normal);
                ownRecused += Score("substitute", "b", "c", quality - 0.05, 0, normal);
                other += Score("a", "b", "c", quality, 0, normal);
            }
            withAll += ownAll < other ? 1 : 0;
            withRecusal += ownRecused < other ? 1 : 0;
        }
        Assert.True(withAll <= 0.05 * runs, $"the true order in {withAll} of {runs} with a juror in its own cause");
        Assert.True(withRecusal >= 0.95 * runs, $"the true order in {withRecusal} of {runs} with recusal");
    }

    private static double Score(string first, string second, string third, double quality, double preference, Func<double> normal) =>
        new JuryScore().Rate([Said(first, quality + preference, normal), Said(second, quality, normal), Said(third, quality, normal)], new Jury { MinValidVerdicts = 3 }).Value;

    private static Verdict Said(string juror, double quality, Func<double> normal)
    {
        var marks = Enumerable.Range(0, 3).Select(_ => new Mark { Score = Math.Clamp(Math.Round(quality + 0.6 * normal()), 1, 5) });
        return new() { Juror = juror, Marks = new Marks { Marks_ = { marks } } };
    }
}
