using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.BillingCodes;

/// <summary>Precision, recall and their harmonic mean over two sets; 0 where undefined (as scikit-learn with zero_division=0).</summary>
internal static class SetAgreement
{
    internal static double Of(CodeMeasure measure, IReadOnlySet<string> predicted, IReadOnlySet<string> right)
    {
        var shared = predicted.Count(right.Contains);
        return measure switch
        {
            CodeMeasure.Precision => Share(shared, predicted.Count),
            CodeMeasure.Recall => Share(shared, right.Count),
            _ => Share(2 * shared, predicted.Count + right.Count),
        };
    }

    /// <summary>What was named rightly, named wrongly and not named.</summary>
    internal static Tally Count(IReadOnlySet<string> predicted, IReadOnlySet<string> right)
    {
        var shared = predicted.Count(right.Contains);
        return new() { TruePositives = shared, FalsePositives = predicted.Count - shared, FalseNegatives = right.Count - shared };
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
