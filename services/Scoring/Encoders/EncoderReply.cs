using MedHelm.Scoring.Metrics.Embeddings;

namespace MedHelm.Scoring.Encoders;

/// <summary>What an encoder made of some texts.</summary>
/// <param name="Encoder">Its name and version: vectors of another cannot be compared with these.</param>
/// <param name="Vectors">One for each text, in their order.</param>
internal sealed record EncoderReply(string Encoder, IReadOnlyList<TokenVectors> Vectors);
