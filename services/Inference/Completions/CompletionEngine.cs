using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Completions;

/// <summary>
/// The way from wanted completions to outcomes: what failed before in the same run stays failed, what was answered before is
/// served again, and only the rest reaches a provider, once.
/// </summary>
internal sealed class CompletionEngine(
    CompletionLookup lookup, CompletionArchive archive, CompletionRecords records, CallBook book, ProviderAsking asking, ProviderDirectory providers, SingleFlight flights)
{
    /// <summary>
    /// One outcome for each wanted completion, in order. A failure for want of budget is not final and not recorded; the same
    /// item can be asked for again.
    /// </summary>
    /// <param name="wanted">Their requests may lack conversation and request digest.</param>
    /// <param name="fetchPrompts">Gives the prompts of the digests that no earlier answer covers.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<CompletionOutcome[]> CompleteAsync(
        IReadOnlyList<WantedCompletion> wanted, Func<IReadOnlyList<string>, Task<Dictionary<string, string>>> fetchPrompts, CancellationToken cancel)
    {
        var (items, outcomes) = await FindKnownAsync(wanted, cancel);
        if (Array.TrueForAll(outcomes, outcome => outcome is not null)) return outcomes!;

        var prompts = await fetchPrompts([.. Open().Select(i => items[i].Request.PromptDigest)]);
        await Task.WhenAll(Open().ToList().Select(async i =>
        {
            outcomes[i] = prompts.TryGetValue(items[i].Request.PromptDigest, out var prompt)
                ? await CallAsync(items[i] with { Request = items[i].Request with { Conversation = Conversation.OfPrompt(prompt) with { ResponseFormat = items[i].Request.ResponseFormat } } }, null, cancel)
                : Outcomes.Failed(FailureReason.PromptMissing, "The service that asked for the completion does not have its prompt.");
        }));
        return outcomes!;

        IEnumerable<int> Open() => Enumerable.Range(0, items.Length).Where(i => outcomes[i] is null);
    }

    /// <summary>What is known without asking anybody.</summary>
    /// <returns>The wanted items with their request digests; and their outcomes, null where there is none yet.</returns>
    public async Task<(WantedCompletion[] Items, CompletionOutcome?[] Outcomes)> FindKnownAsync(IReadOnlyList<WantedCompletion> wanted, CancellationToken cancel)
    {
        var items = wanted.Select(WithDigest).ToArray();
        var outcomes = new CompletionOutcome?[items.Length];

        // First the failures: an item keeps its first outcome, even when another item with the same prompt was answered since.
        var failures = await archive.FindFailuresAsync([.. items.Where(item => item.Run.Length > 0).Select(item => item.ItemKey)], cancel);
        for (var i = 0; i < items.Length; i++) outcomes[i] = failures.GetValueOrDefault(items[i].ItemKey);

        var known = await lookup.FindAsync([.. Open().Select(i => items[i].Request.RequestDigest)], cancel);
        foreach (var i in Open().ToList())
            if (known.TryGetValue(items[i].Request.RequestDigest, out var earlier)) outcomes[i] = Served(earlier.Completion, earlier.From, items[i]);
        return (items, outcomes);

        IEnumerable<int> Open() => Enumerable.Range(0, items.Length).Where(i => outcomes[i] is null);
    }

    /// <summary>The outcome of one direct question, whose conversation is there.</summary>
    /// <param name="item">What is wanted.</param>
    /// <param name="onText">Where it is given, gets the text piece by piece as it comes; an earlier answer comes in one piece.</param>
    /// <param name="cancel">Gives up waiting; a call that has begun goes on, because it is paid.</param>
    public async Task<CompletionOutcome> CompleteOneAsync(WantedCompletion item, Action<string>? onText, CancellationToken cancel)
    {
        item = WithDigest(item);
        var digest = item.Request.RequestDigest;
        if (lookup.FindRecent(digest) is { } recent) return Shown(Served(recent, ServedFrom.Cache, item));
        if ((await lookup.FindAsync([digest], cancel)).TryGetValue(digest, out var known)) return Shown(Served(known.Completion, known.From, item));
        var pieces = 0;
        var outcome = await CallAsync(item, onText is null ? null : text =>
        {
            Interlocked.Increment(ref pieces);
            onText(text);
        }, cancel);
        return pieces == 0 ? Shown(outcome) : outcome;

        CompletionOutcome Shown(CompletionOutcome answered)
        {
            if (answered.Completion is { Text.Length: > 0 } completion) onText?.Invoke(completion.Text);
            return answered;
        }
    }

    /// <summary>
    /// Outcomes of items that may not or cannot be asked: what they have already stays theirs, and the rest fails for this
    /// reason, for good.
    /// </summary>
    public async Task<CompletionOutcome[]> FailAsync(CompletionsRequested message, FailureReason reason, string text, CancellationToken cancel)
    {
        var keys = message.Items.Select(item => ItemKey.Of(message.Batch, item.InstanceId)).ToArray();
        var recorded = await FindRecordedAsync(keys, cancel);
        return await Task.WhenAll(keys.Select(async (key, i) =>
        {
            if (recorded[i] is { } earlier) return earlier;
            var outcome = Outcomes.Failed(reason, text);
            await book.AddAsync(new OutcomeEntry { RequestDigest = "", ItemKey = key, Failure = outcome });
            return outcome;
        }));
    }

    /// <summary>What is recorded under the items themselves, whatever the deployment is today: failures, and answers they paid for. Null where there is neither.</summary>
    public async Task<CompletionOutcome?[]> FindRecordedAsync(IReadOnlyList<string> itemKeys, CancellationToken cancel)
    {
        var failures = await archive.FindFailuresAsync(itemKeys, cancel);
        var paid = new Dictionary<string, ArchivedCompletion>(StringComparer.Ordinal);
        foreach (var (digest, stored) in await archive.FindPaidByAsync(itemKeys, cancel))
            if (await records.UnpackAsync(stored, digest, cancel) is { } completion) paid[stored.Payer] = completion;
        return [.. itemKeys.Select(key => failures.GetValueOrDefault(key) ?? (paid.TryGetValue(key, out var completion) ? Outcomes.Served(completion, ServedFrom.Archive, paidHere: true) : null))];
    }

    private async Task<CompletionOutcome> CallAsync(WantedCompletion item, Action<string>? onText, CancellationToken cancel)
    {
        var led = false;
        try
        {
            var (completion, from) = await flights.RunAsync(item.Request.RequestDigest, (unwanted, stopping) =>
            {
                led = true;
                return asking.AskAsync(item, onText, unwanted, stopping);
            }, cancel);
            return Served(completion, from, item);
        }
        catch (BudgetRefusedException e)
        {
            return Outcomes.Refused(e.Shortfall, item.Request.RequestDigest);
        }
        catch (QuestionInBatchException)
        {
            return Outcomes.InBatch(item);
        }
        catch (RecordedFailureException e) when (e.ItemKey == item.ItemKey && (led || item.Run.Length > 0))
        {
            return e.Outcome;
        }
        catch (RecordedFailureException e)
        {
            // Whoever only waited for the failed call did not cause its cost.
            var outcome = Outcomes.Failed(e.Outcome.Failure.Reason, e.Outcome.Failure.Message, item.Request.RequestDigest, new Usage(), 0, 0, TimeSpan.Zero);
            if (item.Run.Length > 0) await book.AddAsync(new OutcomeEntry { RequestDigest = item.Request.RequestDigest, ItemKey = item.ItemKey, Failure = outcome });
            return outcome;
        }
    }

    private WantedCompletion WithDigest(WantedCompletion item) =>
        item with { Request = item.Request with { RequestDigest = RequestDigest.Of(item.Request, providers.ProviderOf(item.Request).KeyOf(item.Request)) } };

    // Outside a run nothing is delivered twice, so a direct call pays exactly when it reached the provider.
    private static CompletionOutcome Served(ArchivedCompletion completion, ServedFrom from, WantedCompletion item) =>
        Outcomes.Served(completion, from, item.Run.Length > 0 ? completion.Payer == item.ItemKey : from == ServedFrom.Provider);
}
