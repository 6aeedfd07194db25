namespace MedHelm.Scoring.Metrics.Embeddings;

/// <summary>A metric that compares the vectors of texts. Somebody else encodes them; their vectors come with the answer.</summary>
internal interface IEncodedMetric : IAnswerMetric
{
    /// <summary>The texts whose vectors it needs; may be none.</summary>
    IReadOnlyList<EncodedText> Texts(Answer answer);
}
