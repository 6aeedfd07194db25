namespace MedHelm.Scoring.Encoders;

/// <summary>The way to whatever turns texts into vectors of their tokens.</summary>
internal interface ITextEncoder
{
    /// <summary>The vectors of each text, in their order. A text too long for it is cut.</summary>
    /// <exception cref="EncoderException">There are none; the message carries nothing of the texts.</exception>
    Task<EncoderReply> EncodeAsync(IReadOnlyList<string> texts, CancellationToken cancel);
}
