using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;

namespace MedHelm.Tests.Unit.Scoring.Escalation;

/// <summary>A cascade over what three jurors said of each answer: two are asked, and the third where their means lie a stated distance apart.</summary>
internal static class Cascade
{
    /// <summary>Everything is audited, so that the shift is known exactly.</summary>
    public static MeasureEscalationResponse Over(IReadOnlyList<double[]> jurors, double disagreement)
    {
        var request = new MeasureEscalationRequest { FullCalls = 3 * jurors.Count, Calls = 2 * jurors.Count, Resampling = new() { Method = IntervalMethod.T } };
        foreach (var said in jurors)
        {
            var agreed = Math.Abs(said[0] - said[1]) < disagreement - 1e-9;
            request.Answers.Add(new EscalatedAnswer { First = (said[0] + said[1]) / 2, Full = said.Average(), Agreed = agreed, Audited = agreed });
            if (!agreed) request.Calls++;
        }
        using var heavy = new HeavyWork();
        return new StatisticsRpc(heavy).MeasureEscalation(request, new CallContext()).GetAwaiter().GetResult();
    }

    /// <summary>The smallest difference of two models that as many answers show with 80% power at 95%, their difference varying as the scores do.</summary>
    public static double MinimalDetectable(IReadOnlyList<double[]> jurors)
    {
        double[] scores = [.. jurors.Select(said => said.Average())];
        var mean = scores.Average();
        var deviation = Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (scores.Length - 1));
        return new StatisticsRpc(new HeavyWork()).PlanComparison(new() { Instances = scores.Length, SdOfDifferences = deviation }, new CallContext()).Result.Difference;
    }
}
