using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Completions;

/// <summary>
/// The way from wanted completions to outcomes: what was answered before is served again, what failed before in the same run
/// stays failed, and only the rest reaches a provider, once.
/// </summary>
internal sealed class CompletionEngine(CompletionLookup lookup, CompletionArchive archive, ArchiveWriter writer, ProviderCaller providers, SingleFlight flights, TimeProvider clock)
{
    /// <summary>One outcome for each wanted completion, in order.</summary>
    /// <param name="wanted">Their requests may lack prompt and request digest.</param>
    /// <param name="fetchPrompts">Gives the prompts of the digests that no earlier answer covers.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<CompletionOutcome[]> CompleteAsync(
        IReadOnlyList<WantedCompletion> wanted, Func<IReadOnlyList<string>, Task<Dictionary<string, string>>> fetchPrompts, CancellationToken cancel)
    {
        var items = wanted.Select(WithDigest).ToArray();
        var outcomes = new CompletionOutcome?[items.Length];

        var known = await lookup.FindAsync([.. items.Select(item => item.Request.RequestDigest)], cancel);
        for (var i = 0; i < items.Length; i++)
            if (known.TryGetValue(items[i].Request.RequestDigest, out var earlier)) outcomes[i] = Served(earlier.Completion, earlier.From, items[i]);
        if (Array.TrueForAll(outcomes, outcome => outcome is not null)) return outcomes!;

        var failures = await archive.FindFailuresAsync([.. Open().Where(i => items[i].Run.Length > 0).Select(i => items[i].ItemKey)], cancel);
        foreach (var i in Open().ToList()) outcomes[i] = failures.GetValueOrDefault(items[i].ItemKey);

        var prompts = await fetchPrompts([.. Open().Select(i => items[i].Request.PromptDigest)]);
        await Task.WhenAll(Open().ToList().Select(async i => outcomes[i] = await CallAsync(items[i], prompts, cancel)));
        return outcomes!;

        IEnumerable<int> Open() => Enumerable.Range(0, items.Length).Where(i => outcomes[i] is null);
    }

    /// <summary>A failure that needs no provider to be known.</summary>
    public static CompletionOutcome Failed(FailureReason reason, string message) => new() { Failure = new Failure { Reason = reason, Message = message } };

    private async Task<CompletionOutcome> CallAsync(WantedCompletion item, Dictionary<string, string> prompts, CancellationToken cancel)
    {
        if (!prompts.TryGetValue(item.Request.PromptDigest, out var prompt))
            return Failed(FailureReason.PromptMissing, "The service that asked for the completion does not have its prompt.");
        item = item with { Request = item.Request with { Prompt = prompt } };
        try
        {
            var (completion, from) = await flights.RunAsync(item.Request.RequestDigest, () => CallAndStoreAsync(item, cancel), cancel);
            return Served(completion, from, item);
        }
        catch (ProviderException e)
        {
            return await RecordFailureAsync(item, e);
        }
    }

    private async Task<ArchivedCompletion> CallAndStoreAsync(WantedCompletion item, CancellationToken cancel)
    {
        var call = await providers.CallAsync(item.Request, cancel);
        var cost = Prices.NanoUsd(item.Request.Deployment.Prices, call.Reply.Usage);
        var completion = new ArchivedCompletion
        {
            RequestDigest = item.Request.RequestDigest,
            Completion = call.Reply.Completion,
            Usage = call.Reply.Usage,
            CostNanoUsd = cost,
            Payer = item.ItemKey,
            Attempts = call.Attempts,
            LatencyMs = call.Latency.TotalMilliseconds,
        };
        await writer.AddAsync(Entry(item, completion.Usage, cost) with { Completion = completion, Called = true });
        await lookup.KeepAsync([completion], CancellationToken.None);
        return completion;
    }

    private async Task<CompletionOutcome> RecordFailureAsync(WantedCompletion item, ProviderException e)
    {
        var cost = Prices.NanoUsd(item.Request.Deployment.Prices, e.Usage);
        var outcome = Failed(e.Reason, e.Message);
        outcome.Usage = e.Usage;
        outcome.CostNanoUsd = cost;
        outcome.ChargedNanoUsd = cost;
        outcome.ServedFrom = ServedFrom.Provider;
        outcome.PaidByThisItem = true;
        outcome.RequestDigest = item.Request.RequestDigest;
        // A direct call has no run whose items must keep their outcome.
        if (item.Run.Length > 0 || cost > 0)
            await writer.AddAsync(Entry(item, e.Usage, cost) with { Failure = item.Run.Length > 0 ? outcome : null, Called = cost > 0 });
        return outcome;
    }

    private ArchiveEntry Entry(WantedCompletion item, Usage usage, long cost) => new()
    {
        ItemKey = item.ItemKey,
        Run = item.Run,
        Deployment = item.Request.Deployment.Id,
        Purpose = item.Purpose,
        Called = false,
        Usage = usage,
        CostNanoUsd = cost,
        CalledAt = clock.GetUtcNow(),
    };

    private WantedCompletion WithDigest(WantedCompletion item) =>
        item with { Request = item.Request with { RequestDigest = RequestDigest.Of(item.Request, providers.ProviderOf(item.Request).KeyOf(item.Request)) } };

    private static CompletionOutcome Served(ArchivedCompletion completion, ServedFrom from, WantedCompletion item)
    {
        // Outside a run nothing is delivered twice, so a direct call pays exactly when it reached the provider.
        var paidHere = item.Run.Length > 0 ? completion.Payer == item.ItemKey : from == ServedFrom.Provider;
        return new CompletionOutcome
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
        };
    }
}
