using System.Runtime.InteropServices;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>
/// How far an answer and a reference agree: share of the answer that the reference has, share of the reference that the answer has, and their
/// harmonic mean. Each from 0 to 1; 0 where undefined.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OverlapScore(double Precision, double Recall, double F1)
{
    /// <param name="hits">What both have.</param>
    /// <param name="inAnswer">What the answer has.</param>
    /// <param name="inReference">What the reference has.</param>
    internal static OverlapScore Of(int hits, int inAnswer, int inReference)
    {
        if (hits == 0) return default;
        var (precision, recall) = ((double)hits / inAnswer, (double)hits / inReference);
        return new(precision, recall, 2 * precision * recall / (precision + recall));
    }
}
