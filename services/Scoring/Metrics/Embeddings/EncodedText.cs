namespace MedHelm.Scoring.Metrics.Embeddings;

/// <summary>A text to encode.</summary>
/// <param name="Text">The text.</param>
/// <param name="Shared">True where other answers are compared with it too, so that its vectors may be kept.</param>
internal readonly record struct EncodedText(string Text, bool Shared);
