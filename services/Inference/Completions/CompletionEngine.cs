using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Completions;

/// <summary>
/// The way from wanted completions to outcomes: what failed before in the same run stays failed, what was answered before is
/// served again, and only the rest reaches a provider, once.
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

        // First the failures: an item keeps its first outcome, even when another item with the same prompt was answered since.
        var failures = await archive.FindFailuresAsync([.. items.Where(item => item.Run.Length > 0).Select(item => item.ItemKey)], cancel);
        for (var i = 0; i < items.Length; i++) outcomes[i] = failures.GetValueOrDefault(items[i].ItemKey);

        var known = await lookup.FindAsync([.. Open().Select(i => items[i].Request.RequestDigest)], cancel);
        foreach (var i in Open().ToList())
            if (known.TryGetValue(items[i].Request.RequestDigest, out var earlier)) outcomes[i] = Served(earlier.Completion, earlier.From, items[i]);
        if (Array.TrueForAll(outcomes, outcome => outcome is not null)) return outcomes!;

        var prompts = await fetchPrompts([.. Open().Select(i => items[i].Request.PromptDigest)]);
        await Task.WhenAll(Open().ToList().Select(async i => outcomes[i] = await CallAsync(items[i], prompts, cancel)));
        return outcomes!;

        IEnumerable<int> Open() => Enumerable.Range(0, items.Length).Where(i => outcomes[i] is null);
    }

    /// <summary>The outcome of one direct question, whose conversation is there.</summary>
    /// <param name="item">What is wanted.</param>
    /// <param name="onText">Where it is given, gets the text piece by piece as it comes; an earlier answer comes in one piece.</param>
    /// <param name="cancel">Gives up waiting; a call that has begun goes on, because it is paid.</param>
    public async Task<CompletionOutcome> CompleteOneAsync(WantedCompletion item, Action<string>? onText, CancellationToken cancel)
    {
        var prompt = item.Request.Conversation!.AsPrompt ?? "";
        var outcome = (await CompleteAsync([item], _ => Task.FromResult(new Dictionary<string, string>(StringComparer.Ordinal) { [item.Request.PromptDigest] = prompt }), cancel))[0];
        if (outcome.Completion is { Text.Length: > 0 } completion) onText?.Invoke(completion.Text);
        return outcome;
    }

    /// <summary>
    /// Outcomes of items that may not or cannot be asked: what they have already stays theirs, and the rest fails for this
    /// reason, for good.
    /// </summary>
    public async Task<CompletionOutcome[]> FailAsync(CompletionsRequested message, FailureReason reason, string text, CancellationToken cancel)
    {
        var keys = message.Items.Select(item => ItemKey.Of(message.Batch, item.InstanceId)).ToArray();
        var failures = await archive.FindFailuresAsync(keys, cancel);
        var paid = (await archive.FindPaidByAsync(keys, cancel)).ToLookup(completion => completion.Payer, StringComparer.Ordinal);
        return await Task.WhenAll(keys.Select(async key =>
        {
            if (failures.GetValueOrDefault(key) is { } failed) return failed;
            if (paid[key].FirstOrDefault() is { } completion) return Served(completion, ServedFrom.Archive, paidHere: true);
            var outcome = Failed(reason, text);
            await writer.AddAsync(new ArchiveEntry
            {
                ItemKey = key,
                Run = message.Batch.Run,
                Deployment = message.Batch.Deployment,
                Purpose = message.Batch.Purpose,
                Failure = outcome,
                Called = false,
                CalledAt = clock.GetUtcNow(),
            });
            return outcome;
        }));
    }

    private static CompletionOutcome Failed(FailureReason reason, string message) => new() { Failure = new Failure { Reason = reason, Message = message } };

    private async Task<CompletionOutcome> CallAsync(WantedCompletion item, Dictionary<string, string> prompts, CancellationToken cancel)
    {
        if (!prompts.TryGetValue(item.Request.PromptDigest, out var prompt))
            return Failed(FailureReason.PromptMissing, "The service that asked for the completion does not have its prompt.");
        item = item with { Request = item.Request with { Conversation = Conversation.OfPrompt(prompt) } };
        var led = false;
        try
        {
            var (completion, from) = await flights.RunAsync(item.Request.RequestDigest, stopping =>
            {
                led = true;
                return CallAndStoreAsync(item, stopping);
            }, cancel);
            return Served(completion, from, item);
        }
        catch (RecordedFailureException e) when (e.ItemKey == item.ItemKey && (led || item.Run.Length > 0))
        {
            return e.Outcome;
        }
        catch (RecordedFailureException e)
        {
            // Whoever only waited for the failed call did not cause its cost.
            return await RecordFailureAsync(item, e.Outcome.Failure.Reason, e.Outcome.Failure.Message, 0, new Usage());
        }
    }

    private async Task<ArchivedCompletion> CallAndStoreAsync(WantedCompletion item, CancellationToken stopping)
    {
        // A redelivered message may have been waiting here while its first delivery failed the item.
        if (item.Run.Length > 0 && (await archive.FindFailuresAsync([item.ItemKey], stopping)).TryGetValue(item.ItemKey, out var failed))
            throw new RecordedFailureException(item.ItemKey, failed);
        writer.ThrowIfStuck();
        ProviderCaller.CallResult call;
        try
        {
            call = await providers.CallAsync(item.Request, stopping);
        }
        catch (ProviderException e)
        {
            // Recorded before anybody hears of it: a second delivery of the item that waits here must find it.
            throw new RecordedFailureException(item.ItemKey, await RecordFailureAsync(item, e.Reason, e.Message, e.Attempts, e.Usage));
        }
        var cost = Prices.NanoUsd(item.Request.Deployment.Prices, call.Usage, PriceClass.Live);
        var completion = new ArchivedCompletion
        {
            RequestDigest = item.Request.RequestDigest,
            Completion = call.Completion,
            Usage = call.Usage,
            CostNanoUsd = cost,
            Payer = item.ItemKey,
            Attempts = call.Attempts,
            LatencyMs = call.Latency.TotalMilliseconds,
        };
        var archived = await writer.AddAsync(Entry(item, completion.Usage, cost) with { Completion = completion, Called = true }) ?? completion;
        await lookup.KeepAsync([archived], CancellationToken.None);
        return archived;
    }

    private async Task<CompletionOutcome> RecordFailureAsync(WantedCompletion item, FailureReason reason, string message, int attempts, Usage usage)
    {
        var cost = Prices.NanoUsd(item.Request.Deployment.Prices, usage, PriceClass.Live);
        var called = usage.InputTokens + usage.CachedInputTokens + usage.OutputTokens + usage.ReasoningTokens > 0;
        var outcome = Failed(reason, message);
        outcome.Usage = usage;
        outcome.CostNanoUsd = cost;
        outcome.ChargedNanoUsd = cost;
        outcome.ServedFrom = ServedFrom.Provider;
        outcome.PaidByThisItem = called;
        outcome.Attempts = attempts;
        outcome.RequestDigest = item.Request.RequestDigest;
        // A direct call has no run whose items must keep their outcome.
        if (item.Run.Length > 0 || called)
            await writer.AddAsync(Entry(item, usage, cost) with { Failure = item.Run.Length > 0 ? outcome : null, Called = called });
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

    // Outside a run nothing is delivered twice, so a direct call pays exactly when it reached the provider.
    private static CompletionOutcome Served(ArchivedCompletion completion, ServedFrom from, WantedCompletion item) =>
        Served(completion, from, item.Run.Length > 0 ? completion.Payer == item.ItemKey : from == ServedFrom.Provider);

    private static CompletionOutcome Served(ArchivedCompletion completion, ServedFrom from, bool paidHere) => new()
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

    /// <summary>The item has failed, now or before, and failed it stays.</summary>
    private sealed class RecordedFailureException(string itemKey, CompletionOutcome outcome) : Exception("The item's failure is recorded.")
    {
        public string ItemKey { get; } = itemKey;

        public CompletionOutcome Outcome { get; } = outcome;
    }
}
