using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Completions;

/// <summary>Somebody else is asking the question, or has just been answered. Look again.</summary>
/// <param name="answer">The answer the books say is there; null while somebody asks.</param>
/// <param name="inBatch">True when it is asked in a batch.</param>
internal sealed class QuestionTakenException(StoredCompletion? answer, bool inBatch = false) : Exception("Somebody else asks this question.")
{
    public StoredCompletion? Answer { get; } = answer;

    public bool InBatch { get; } = inBatch;
}
