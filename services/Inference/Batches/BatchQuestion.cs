using MedHelm.Inference.Completions;
using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Batches;

/// <summary>One line of a batch: a question with everybody in the batch who wants its answer.</summary>
/// <param name="Digest">Names it.</param>
/// <param name="Items">At least one, by key.</param>
/// <param name="Payer">What the first of them wants: it pays, before and after a restart.</param>
internal sealed record BatchQuestion(string Digest, IReadOnlyList<QueuedItem> Items, WantedCompletion Payer);
