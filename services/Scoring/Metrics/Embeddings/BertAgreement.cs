using System.Runtime.InteropServices;

namespace MedHelm.Scoring.Metrics.Embeddings;

/// <summary>How alike two texts are, token by token.</summary>
/// <param name="Precision">Mean over the answer's tokens of the best cosine similarity with any token of the reference, -1 to 1.</param>
/// <param name="Recall">Mean over the reference's tokens of the best cosine similarity with any token of the answer, -1 to 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BertAgreement(double Precision, double Recall)
{
    /// <summary>Harmonic mean of both, 0 to 1; 0 where one of them is not above 0, for which there is none.</summary>
    internal double F1 => Precision > 0 && Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;

    internal double Of(BertMeasure measure) => measure switch
    {
        BertMeasure.Precision => Precision,
        BertMeasure.Recall => Recall,
        _ => F1,
    };
}
