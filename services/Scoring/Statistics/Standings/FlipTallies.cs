namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>How many rounds of sign flips gave a difference at least as large as the observed one, by test.</summary>
/// <param name="observed">By test.</param>
/// <param name="rounding">By test: a difference that is no larger may be all rounding, and counts as none.</param>
internal sealed class FlipTallies(double[] observed, double[] rounding)
{
    // A flip that only changes the order of a sum must not count as smaller.
    internal const double Slack = 1e-10;

    private readonly int[] extreme = new int[observed.Length];

    internal double[] Observed => observed;

    /// <summary>Counts one round in room of the caller's own thread.</summary>
    internal void Count(ReadOnlySpan<double> flipped, Span<int> into)
    {
        for (var i = 0; i < flipped.Length; i++)
            if (Math.Abs(flipped[i]) >= Math.Abs(observed[i]) * (1 - Slack) - rounding[i]) into[i]++;
    }

    /// <summary>Takes what a thread counted.</summary>
    internal void Add(ReadOnlySpan<int> counted)
    {
        lock (extreme)
            for (var i = 0; i < extreme.Length; i++) extreme[i] += counted[i];
    }

    /// <summary>(1 + as extreme) / (1 + rounds), which is never 0 (Phipson and Smyth 2010).</summary>
    internal double P(int test, int rounds) => (1.0 + extreme[test]) / (1.0 + rounds);
}
