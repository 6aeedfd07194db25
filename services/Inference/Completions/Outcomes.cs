using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;

namespace MedHelm.Inference.Completions;

/// <summary>The forms an outcome takes.</summary>
internal static class Outcomes
{
    /// <summary>A failure that no provider call led to.</summary>
    public static CompletionOutcome Failed(FailureReason reason, string message) => new() { Failure = new Failure { Reason = reason, Message = message } };

    /// <summary>A failure of the calls made for this very item.</summary>
    public static CompletionOutcome Failed(FailureReason reason, string message, string digest, Usage usage, long cost, int attempts, TimeSpan latency)
    {
        var outcome = Failed(reason, message);
        outcome.Usage = usage;
        outcome.CostNanoUsd = cost;
        outcome.ChargedNanoUsd = cost;
        outcome.ServedFrom = ServedFrom.Provider;
        outcome.PaidByThisItem = usage.CalculateSize() > 0;
        outcome.Attempts = attempts;
        outcome.LatencyMs = latency.TotalMilliseconds;
        outcome.RequestDigest = digest;
        return outcome;
    }

    /// <summary>No budget has room. Not final: nothing is recorded.</summary>
    public static CompletionOutcome Refused(Shortfall shortfall, string digest) => new()
    {
        Failure = new Failure
        {
            Reason = FailureReason.Budget,
            Message = $"The budget '{shortfall.Budget}' has no room for this call's worst case; raise it and ask again.",
            Shortfall = new BudgetShortfall { Budget = shortfall.Budget, NeededNanoUsd = shortfall.Needed, AvailableNanoUsd = shortfall.Available },
        },
        RequestDigest = digest,
    };

    /// <summary>The question is in a batch. Not final: nothing is recorded. A direct caller sees a time-out.</summary>
    public static CompletionOutcome InBatch(WantedCompletion item)
    {
        var outcome = Failed(
            item.Run.Length > 0 ? FailureReason.Unspecified : FailureReason.Timeout, "The question is in a batch that the provider has not answered yet; ask again later.");
        outcome.RequestDigest = item.Request.RequestDigest;
        return outcome;
    }

    /// <summary>False for what a run's item will be asked again for.</summary>
    public static bool IsFinal(CompletionOutcome outcome) => outcome.Failure?.Reason is not (FailureReason.Budget or FailureReason.Unspecified);

    /// <summary>An answer.</summary>
    /// <param name="completion">The answer.</param>
    /// <param name="from">Where it comes from this time.</param>
    /// <param name="paidHere">True when it was bought for this very item.</param>
    public static CompletionOutcome Served(ArchivedCompletion completion, ServedFrom from, bool paidHere) => new()
    {
        Completion = completion.Completion,
        Usage = completion.Usage,
        CostNanoUsd = completion.CostNanoUsd,
        ChargedNanoUsd = paidHere ? completion.CostNanoUsd : 0,
        PaidByThisItem = paidHere,
        ServedFrom = from,
        Attempts = completion.Attempts,
        LatencyMs = completion.LatencyMs,
        RequestDigest = completion.RequestDigest,
        PriceVersion = completion.PriceVersion,
        PriceClass = completion.PriceClass,
    };
}
