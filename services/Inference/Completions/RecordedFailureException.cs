using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Completions;

/// <summary>The item has failed, now or before, and failed it stays.</summary>
internal sealed class RecordedFailureException(string itemKey, CompletionOutcome outcome) : Exception("The item's failure is recorded.")
{
    public string ItemKey { get; } = itemKey;

    public CompletionOutcome Outcome { get; } = outcome;
}
