namespace MedHelm.Scoring.Encoders;

/// <summary>The encoder gave no vectors. The message says what to do and carries nothing of the texts.</summary>
/// <param name="message">For people.</param>
/// <param name="passing">Whether the same may succeed later.</param>
internal sealed class EncoderException(string message, bool passing) : Exception(message)
{
    internal bool Passing => passing;
}
