using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Aggregates;

/// <summary>
/// Agreement of decisions over all instances together, from sums of tallies (micro-averaging; Manning, Raghavan and Schuetze 2008, section
/// 13.6): precision tp / (tp + fp), recall tp / (tp + fn), F1 2 tp / (2 tp + fp + fn), each 0 to 1 and absent where its divisor is 0.
/// </summary>
internal sealed class TallySum
{
    private bool any;
    private long right;
    private long wrong;
    private long missed;

    internal void Add(Tally? tally)
    {
        if (tally is null) return;
        any = true;
        right += tally.TruePositives;
        wrong += tally.FalsePositives;
        missed += tally.FalseNegatives;
    }

    /// <summary>Null where nothing was counted: the metric is not made of decisions.</summary>
    internal MicroAgreement? ToProto()
    {
        if (!any) return null;
        var micro = new MicroAgreement { TruePositives = right, FalsePositives = wrong, FalseNegatives = missed };
        if (right + wrong > 0) micro.Precision = (double)right / (right + wrong);
        if (right + missed > 0) micro.Recall = (double)right / (right + missed);
        if (right + wrong + missed > 0) micro.F1 = 2.0 * right / (2 * right + wrong + missed);
        return micro;
    }
}
