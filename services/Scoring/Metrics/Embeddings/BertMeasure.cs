namespace MedHelm.Scoring.Metrics.Embeddings;

/// <summary>A number of BERTScore.</summary>
internal enum BertMeasure
{
    /// <summary>How much of the answer the reference has.</summary>
    Precision,

    /// <summary>How much of the reference the answer has.</summary>
    Recall,

    /// <summary>Both together.</summary>
    F1,
}
