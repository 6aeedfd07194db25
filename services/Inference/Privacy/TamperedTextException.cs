namespace MedHelm.Inference.Privacy;

/// <summary>Sealed bytes are not the ones that were stored, or not stored for this question. The message never repeats them.</summary>
internal sealed class TamperedTextException(string message, Exception? cause = null) : Exception(message, cause);
