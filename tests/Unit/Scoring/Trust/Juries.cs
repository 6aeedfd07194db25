using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;
using MedHelm.Tests.Unit.Scoring.Agreement;

namespace MedHelm.Tests.Unit.Scoring.Trust;

/// <summary>Juries to be measured.</summary>
internal static class Juries
{
    public static JuryMeasures Measure(MeasureJuryRequest request)
    {
        using var heavy = new HeavyWork();
        return new StatisticsRpc(heavy).MeasureJury(request, new CallContext()).GetAwaiter().GetResult().Measures;
    }

    /// <summary>Three jurors, each of a vendor of its own; each is also a candidate, and there are two others. Marks are means of three whole ones.</summary>
    /// <param name="seed">Decides the marks.</param>
    /// <param name="answers">How many answers, five to an instance.</param>
    /// <param name="preference">What each juror adds for its own model.</param>
    /// <param name="whole">False for marks with every digit, beyond the scale too.</param>
    public static MeasureJuryRequest WithPreference(int seed, int answers, double[] preference, bool whole = true)
    {
        var normal = Ratings.Normals((ulong)seed);
        var request = new MeasureJuryRequest { Resampling = new() { Resamples = 100 } };
        for (var juror = 0; juror < 3; juror++) request.Jurors.Add(new MeasuredJuror { Name = $"juror{juror}", Model = $"model{juror}", Vendor = $"vendor{juror}" });
        double[] severity = [0.2, 0, -0.15];
        for (var i = 0; i < answers; i++)
        {
            var (instance, candidate) = (i / 5, i % 5);
            var answer = new JudgedAnswer { Item = $"a{i}", Cluster = $"i{instance}", Candidate = $"c{candidate}", Model = $"model{candidate}", Vendor = $"vendor{candidate}", Words = (int)(200 * Math.Exp(0.4 * normal())) };
            var quality = 3.4 + 0.6 * normal();
            for (var juror = 0; juror < 3; juror++)
            {
                var own = quality + severity[juror] + (juror == candidate ? preference[juror] : 0);
                answer.Jurors.Add(new Rating { Value = Enumerable.Range(0, 3).Average(_ => whole ? Math.Clamp(Math.Round(own + 0.6 * normal()), 1, 5) : own + 0.6 * normal()) });
            }
            answer.Jury = answer.Jurors.Average(mark => mark.Value);
            request.Answers.Add(answer);
        }
        return request;
    }
}
