using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Drift;

/// <summary>
/// Whether marks of frozen answers have moved: half the capital bets on milder marks, half on more severe ones, and by Ville's inequality a juror
/// that never changes is ever reported with at most the stated probability, however often one looks. The confidence sequence holds the means at
/// which the same bets would not have paid off.
/// </summary>
/// <param name="bound">Greatest possible absolute difference.</param>
/// <param name="rate">False alarm rate.</param>
/// <param name="tolerance">Mean shift that is no drift.</param>
internal sealed class DriftTest(double bound, double rate, double tolerance)
{
    private const int Halvings = 60;
    private static readonly double LogHalf = Math.Log(0.5);

    private readonly double alarm = -Math.Log(rate);

    internal TestDriftResponse Of(IReadOnlyCollection<double> differences)
    {
        double[] values = [.. differences.Select(difference => difference / bound)];
        var margin = tolerance / bound;
        var (up, down) = (new BettingProcess.LogBets(margin, 1), new BettingProcess.LogBets(-margin, -1));
        var response = new TestDriftResponse { FalseAlarmRate = rate };
        for (var i = 0; i < values.Length && response.DetectedAt == 0; i++)
        {
            up.Take(values[i]);
            down.Take(values[i]);
            if (LogMean(up.LogCapital, down.LogCapital) >= alarm) response.DetectedAt = i + 1;
        }
        response.Drifted = response.DetectedAt > 0;
        var evidence = LogMean(BettingProcess.LogCapital(values, margin, 1), BettingProcess.LogCapital(values, -margin, -1));
        // Beyond any doubt, and still a number.
        response.Evidence = Math.Min(double.MaxValue, Math.Exp(evidence));
        response.Shift = Shift(values);
        return response;
    }

    private Estimate Shift(double[] values)
    {
        if (values.Length == 0) return Estimates.WithoutInterval(double.NaN, 1 - rate, 0, "No anchor was judged again yet.");
        var mean = Mean.Of(values);
        var low = End(values, mean, -1);
        var high = End(values, mean, 1);
        return Estimates.Of(bound * mean, bound * low, bound * high, 1 - rate, IntervalMethod.ConfidenceSequence, values.Length);
    }

    // The capital is convex in the claimed mean and at most 1 at the sample's own (a product is at most the mean of its factors to the power of
    // their number), so the means that are not refuted lie between two ends around it.
    private double End(double[] values, double mean, double limit)
    {
        var inside = mean;
        var outside = limit;
        for (var i = 0; i < Halvings; i++)
        {
            var middle = inside + (outside - inside) / 2;
            if (IsRefuted(values, middle)) outside = middle;
            else inside = middle;
            if (Math.Abs(outside - inside) < 1e-12) break;
        }
        return outside;
    }

    private bool IsRefuted(double[] values, double claimed) =>
        Math.Abs(claimed) >= 1 || LogMean(BettingProcess.LogCapital(values, claimed, 1), BettingProcess.LogCapital(values, claimed, -1)) >= alarm;

    /// <summary>The logarithm of the mean of two numbers, of their logarithms.</summary>
    private static double LogMean(double first, double second)
    {
        var (less, more) = first < second ? (first, second) : (second, first);
        return double.IsNegativeInfinity(more) ? more : LogHalf + more + Math.Log(1 + Math.Exp(less - more));
    }
}
