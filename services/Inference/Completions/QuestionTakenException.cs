using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Completions;

/// <summary>Somebody else is asking the question, or has just been answered. Look again.</summary>
/// <param name="answer">The answer the books say is there; null while somebody asks.</param>
internal sealed class QuestionTakenException(StoredCompletion? answer) : Exception("Somebody else asks this question.")
{
    public StoredCompletion? Answer { get; } = answer;
}
