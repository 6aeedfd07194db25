using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Trust;

/// <summary>Expected figures are numpy's least squares with a column for each answer, left out cluster by cluster; rates are those of seeded simulations.</summary>
public sealed class JurorBiasTests
{
    private static readonly (string Model, string Vendor)[] Candidates = [("a", "va"), ("a2", "va"), ("b", "vb"), ("c", "vc"), ("d", "vd")];

    [Fact]
    public void Biases_are_those_of_the_regression_with_errors_by_the_jackknife_over_clusters()
    {
        var jurors = Juries.Measure(Example()).Jurors;

        AssertIs(0.4700200205, -0.3730664895, 0.2214720082, jurors[0].SelfPreference);
        AssertIs(-0.1810306654, -2.0849588212, 0.8237594453, jurors[1].SelfPreference);
        AssertIs(0.3255566865, -0.8431732475, 0.5311617014, jurors[2].SelfPreference);
        AssertIs(0.1398101773, -1.5201745958, 0.8435370991, jurors[0].SameVendor);
        AssertIs(0.1979346418, -0.7045968147, 0.6200340122, jurors[0].Length);
        Assert.Equal(-0.0093267039, jurors[1].Length.Effect.Value, 1e-8);
        Assert.Equal(-0.1886079379, jurors[2].Length.Effect.Value, 1e-8);
        Assert.Equal(-0.0833333333, jurors[0].Severity.Effect.Value, 1e-9);
        Assert.Equal(0.6645348876, jurors[0].Severity.P, 1e-8);
        Assert.All(jurors, juror => Assert.False(juror.SelfPreference.Detected || juror.Severity.HasPCorrected));
        Assert.Equal((1.0, false, "Needs answers of other models of its vendor"), (jurors[0].SelfPreference.PCorrected, jurors[1].SameVendor.HasP, jurors[1].SameVendor.Effect.Remark[..43]));
    }

    [Fact]
    public void What_cannot_be_told_apart_is_absent_and_says_why()
    {
        // Two jurors and their own two models: each difference may be the one's preference or the other's.
        var request = Example();
        request.Jurors.RemoveAt(2);
        foreach (var answer in request.Answers) answer.Jurors.RemoveAt(2);
        foreach (var other in request.Answers.Where(answer => answer.Model is not ("a" or "b")).ToList()) request.Answers.Remove(other);
        var jurors = Juries.Measure(request).Jurors;
        Assert.All(jurors, juror => Assert.False(juror.SelfPreference.Effect.HasValue || juror.SelfPreference.HasP));
        Assert.Contains("Cannot be told", jurors[0].SelfPreference.Effect.Remark, StringComparison.Ordinal);

        request = Example();
        request.Jurors[0].Model = "";
        foreach (var answer in request.Answers) answer.Words = 0;
        jurors = Juries.Measure(request).Jurors;
        Assert.Contains("not known", jurors[0].SelfPreference.Effect.Remark, StringComparison.Ordinal);
        Assert.Contains("not known", jurors[1].Length.Effect.Remark, StringComparison.Ordinal);
        Assert.True(jurors[1].SelfPreference.Effect.HasValue);
    }

    [Fact]
    public void A_preference_of_three_tenths_is_detected_at_300_answers()
    {
        const int runs = 100;
        var found = Enumerable.Range(0, runs).Count(seed => Juries.Measure(Juries.WithPreference(seed, 300, [0.3, 0, 0])).Jurors[0].SelfPreference is { Detected: true, Effect.Value: > 0 });
        Assert.True(found >= 0.8 * runs, $"{found} of {runs}");
    }

    [Fact]
    public void Without_any_preference_none_is_detected_and_anothers_is_not_blamed_on_a_juror()
    {
        const int runs = 120;
        var blamed = Enumerable.Range(0, runs).Count(seed => Juries.Measure(Juries.WithPreference(seed, 300, [0, 0, 0])).Jurors.Any(Biased));
        // 5% of the runs over all effects of all jurors, and three standard errors.
        Assert.True(blamed <= 0.05 * runs + 3 * Math.Sqrt(runs * 0.05 * 0.95), $"{blamed} of {runs}");
        blamed = Enumerable.Range(0, runs).Count(seed => Biased(Juries.Measure(Juries.WithPreference(seed, 300, [0, 0.6, 0.6])).Jurors[0]));
        Assert.True(blamed <= 0.05 * runs + 3 * Math.Sqrt(runs * 0.05 * 0.95), $"{blamed} of {runs}");

        static bool Biased(JurorMeasures juror) => juror.SelfPreference.Detected || juror.Length.Detected;
    }

    [Theory]
    [InlineData(25)]
    [InlineData(150)]
    public void Intervals_of_the_biases_hold_the_truth(int answers)
    {
        const int runs = 400;
        var (own, severity, length) = (0, 0, 0);
        for (var seed = 0; seed < runs; seed++)
        {
            var juror = Juries.Measure(Juries.WithPreference(seed, answers, [0.3, -0.2, 0], whole: false)).Jurors[0];
            own += Holds(juror.SelfPreference, 0.3);
            length += Holds(juror.Length, 0);
            // 0.2 less the mean of the others, and what own models add: a fifth of the answers each.
            severity += Holds(juror.Severity, 0.2 - (0 - 0.15) / 2 + 0.3 / 5 + 0.2 / 2 / 5);
        }
        // Few clusters widen the interval of the jackknife.
        Assert.InRange(own / (double)runs, 0.92, 0.99);
        Assert.InRange(length / (double)runs, 0.92, 0.99);
        Assert.InRange(severity / (double)runs, 0.92, 0.98);

        static int Holds(JurorEffect effect, double truth) => effect.Effect.Low <= truth && truth <= effect.Effect.High ? 1 : 0;
    }

    private static void AssertIs(double value, double low, double p, JurorEffect effect)
    {
        Assert.Equal(value, effect.Effect.Value, 1e-8);
        Assert.Equal(low, effect.Effect.Low, 1e-7);
        Assert.Equal(p, effect.P, 1e-7);
    }

    private static MeasureJuryRequest Example()
    {
        var request = new MeasureJuryRequest { Resampling = new() { Resamples = 100 }, Jurors = { new MeasuredJuror { Name = "A", Model = "a", Vendor = "va" }, new MeasuredJuror { Name = "B", Model = "b", Vendor = "vb" }, new MeasuredJuror { Name = "C", Model = "c", Vendor = "vc" } } };
        for (var i = 0; i < 8; i++)
        {
            for (var c = 0; c < 5; c++)
            {
                var answer = new JudgedAnswer { Item = $"{i}/{c}", Cluster = $"{i}", Model = Candidates[c].Model, Vendor = Candidates[c].Vendor, Words = 50 + (i * 13 + c * 29) % 17 * 20 };
                for (var j = 0; j < 3; j++) answer.Jurors.Add((i * 5 + c + j * 2) % 13 == 0 ? new Rating() : new Rating { Value = 1 + (i * 7 + c * 3 + j * 5 + i * j * c) % 11 / 3.0 });
                request.Answers.Add(answer);
            }
        }
        return request;
    }
}
