using MedHelm.Inference.Money;

namespace MedHelm.Inference.Storage;

/// <summary>The books' answer to an entry.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Earlier">The answer that stands in the archive instead of the entry's.</param>
/// <param name="Shortfall">Which budget has no room.</param>
/// <param name="InBatch">True when whoever asks the question does so in a batch, so that the answer may take hours.</param>
/// <param name="MayBeBilled">True when the claim is a dead one's, who may have been billed under the same key: its money is now the new holder's to account for.</param>
internal sealed record BookAnswer(BookAnswerKind Kind, StoredCompletion? Earlier = null, Shortfall? Shortfall = null, bool InBatch = false, bool MayBeBilled = false)
{
    public static readonly BookAnswer Done = new(BookAnswerKind.Done);
}
