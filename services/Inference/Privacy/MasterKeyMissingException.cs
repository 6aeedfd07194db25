namespace MedHelm.Inference.Privacy;

/// <summary>There is no master key, or not the one that is needed. Private text is neither kept nor read then; the message says what to configure.</summary>
internal sealed class MasterKeyMissingException(string message) : Exception(message);
