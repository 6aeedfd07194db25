namespace MedHelm.Judging.Reviews;

/// <summary>
/// With which probability a drawn item counts. Items are drawn one after the other, without replacement, each with a chance that depends on what was known then; the
/// weight of draw m of M among N with chance q is 1 + (N - M) / (N - m) x (1 / ((N - m + 1) q) - 1), which leaves the mean unbiased (Farquhar, Gal and Rainforth
/// 2021, "On Statistical Bias in Active Learning", LURE). With even chances every weight is 1.
/// </summary>
internal static class DrawWeights
{
    /// <summary>The inclusion probability whose inverse weighs as the draw does: above 0 and at most 1.</summary>
    /// <param name="answers">N: answers in all.</param>
    /// <param name="drawn">M: items drawn so far.</param>
    /// <param name="draw">m: which draw it was, from 1.</param>
    /// <param name="chance">q: with which chance.</param>
    public static double Inclusion(int answers, int drawn, long draw, double chance)
    {
        var weight = drawn >= answers ? 1 : 1 + (double)(answers - drawn) / (answers - draw) * (1 / ((answers - draw + 1) * chance) - 1);
        return Math.Min(1, (double)drawn / answers / weight);
    }
}
