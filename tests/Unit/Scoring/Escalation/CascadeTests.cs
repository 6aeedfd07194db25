using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Tests.Unit.Scoring.Agreement;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Escalation;

public sealed class CascadeTests
{
    /// <summary>Three jurors of one severity with noise of their own, marks whole, three criteria, a hundred answers.</summary>
    [Fact]
    public void Two_jurors_first_save_a_quarter_of_the_calls_and_shift_scores_less_than_can_be_shown()
    {
        foreach (var seed in Enumerable.Range(0, 40))
        {
            var normal = Ratings.Normals((ulong)seed);
            List<double[]> jurors = [.. Enumerable.Range(0, 100).Select(_ =>
            {
                double[] quality = [4 + 0.7 * normal(), 4 + 0.7 * normal(), 4 + 0.7 * normal()];
                return Enumerable.Range(0, 3).Select(_ => quality.Average(q => Math.Clamp(Math.Round(q + 0.45 * normal()), 1, 5))).ToArray();
            })];

            var measured = Cascade.Over(jurors, disagreement: 1);

            Assert.True(measured.SavedCalls >= 0.25, $"seed {seed} saves {measured.SavedCalls}");
            Assert.True(Math.Abs(measured.Shift.Value) < Cascade.MinimalDetectable(jurors), $"seed {seed} shifts by {measured.Shift.Value}");
        }
    }

    [Fact]
    public void A_third_juror_of_another_severity_is_a_shift_that_the_audit_shows()
    {
        var random = new RandomStream(5, 5, 5);
        List<double[]> jurors = [.. Enumerable.Range(0, 200).Select(_ => 3 + random.NextDouble()).Select(quality => new[] { quality, quality + 0.1, quality - 0.9 })];
        var measured = Cascade.Over(jurors, disagreement: 0.5);
        Assert.Equal(0.95 / 3, measured.Shift.Value, 1e-9);
        Assert.Equal(1 / 3.0, measured.SavedCalls, 1e-12);
    }
}
