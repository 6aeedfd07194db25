using MedHelm.Inference.Money;

namespace MedHelm.Inference.Storage;

/// <summary>The books' answer to an entry.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Earlier">The answer that stands in the archive instead of the entry's.</param>
/// <param name="Shortfall">Which budget has no room.</param>
/// <param name="InBatch">True when whoever asks the question does so in a batch, so that the answer may take hours.</param>
internal sealed record BookAnswer(BookAnswerKind Kind, StoredCompletion? Earlier = null, Shortfall? Shortfall = null, bool InBatch = false)
{
    public static readonly BookAnswer Done = new(BookAnswerKind.Done);
}
