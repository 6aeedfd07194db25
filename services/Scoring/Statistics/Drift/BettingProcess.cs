namespace MedHelm.Scoring.Statistics.Drift;

/// <summary>
/// The capital of bets that the mean of bounded values lies above, or below, a claimed one (Waudby-Smith and Ramdas 2024, "Estimating means
/// of bounded random variables by betting"). Each bet puts a fixed share of what may be lost at most; the capital is the mixture over shares. While
/// every value, given those before, has at most (above) or at least (below) the claimed mean, it is a nonnegative supermartingale that begins at 1,
/// whatever the distribution: discrete, skewed or mostly zero.
/// </summary>
internal static class BettingProcess
{
    // Most on the greatest: marks of one answer differ far less than the scale allows, so the best share is beyond what a bet may put. The small
    // ones find slow, slight changes.
    private static readonly (double Share, double Weight)[] Bets = [(1, 0.8), (0.5, 0.05), (0.2, 0.05), (0.08, 0.04), (0.03, 0.03), (0.01, 0.03)];

    /// <summary>The logarithm of the capital of one side after all values.</summary>
    /// <param name="values">From -1 to 1.</param>
    /// <param name="claimed">The claimed mean, between -1 and 1.</param>
    /// <param name="sign">1 bets on a mean above it, -1 on one below.</param>
    internal static double LogCapital(ReadOnlySpan<double> values, double claimed, int sign)
    {
        var bets = new LogBets(claimed, sign);
        foreach (var value in values) bets.Take(value);
        return bets.LogCapital;
    }

    /// <summary>One side's bets, value by value.</summary>
    internal sealed class LogBets
    {
        private const double Largest = 1e150;

        private readonly double claimed;
        private readonly int sign;
        private readonly double most;
        private readonly double[] products = new double[Bets.Length];

        // What the products have shed so as to stay within the range of doubles.
        private readonly double[] logs = new double[Bets.Length];

        internal LogBets(double claimed, int sign)
        {
            (this.claimed, this.sign) = (claimed, sign);
            most = 1 + sign * claimed;
            Array.Fill(products, 1);
        }

        internal double LogCapital
        {
            get
            {
                var largest = logs.Max();
                var sum = 0.0;
                for (var bet = 0; bet < Bets.Length; bet++) sum += Bets[bet].Weight * products[bet] * (logs[bet] == largest ? 1 : Math.Exp(logs[bet] - largest));
                return sum > 0 ? largest + Math.Log(sum) : WithoutLargest();
            }
        }

        internal void Take(double value)
        {
            var gain = sign * (value - claimed) / most;
            for (var bet = 0; bet < Bets.Length; bet++)
            {
                // What rounding makes of -1 must not become a negative capital.
                var product = products[bet] * Math.Max(0, 1 + Bets[bet].Share * gain);
                if (product is > Largest or < 1 / Largest and > 0)
                {
                    logs[bet] += Math.Log(product);
                    product = 1;
                }
                products[bet] = product;
            }
        }

        // Bets that lost everything do not count, however much they had before.
        private double WithoutLargest()
        {
            var living = Enumerable.Range(0, Bets.Length).Where(bet => products[bet] > 0).ToList();
            if (living.Count == 0) return double.NegativeInfinity;
            var largest = living.Max(bet => logs[bet]);
            return largest + Math.Log(living.Sum(bet => Bets[bet].Weight * products[bet] * Math.Exp(logs[bet] - largest)));
        }
    }
}
