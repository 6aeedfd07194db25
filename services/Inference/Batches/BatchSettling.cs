using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Cache;

namespace MedHelm.Inference.Batches;

/// <summary>Takes the results of a batch in: into the books, to whoever waits, and what a live call may still get, there.</summary>
internal sealed class BatchSettling(
    BatchStore store, BatchBooks books, BatchOutcomes outcomes, BatchTail tail, CompletionRecords records, CompletionLookup lookup,
    [FromKeyedServices(InferenceModule.Service)] IWakeUps wakeUps, TimeProvider clock)
{
    private const int AtOnce = 200;

    /// <summary>Takes everything in. Begun again after it was stopped in the middle, it goes on where it was.</summary>
    public async Task TakeAsync(BatchJob job, DeploymentDefinition deployment, IBatchProvider provider, BatchStatus status, CancellationToken cancel)
    {
        var open = (await store.ItemsAsync(job.Id, cancel)).GroupBy(item => item.RequestDigest, StringComparer.Ordinal).ToDictionary(group => group.Key, group =>
        {
            var payer = WantedItems.Of(group.First().Message, deployment)[0];
            return new BatchQuestion(group.Key, [.. group], payer with { Request = payer.Request with { RequestDigest = group.Key } });
        }, StringComparer.Ordinal);
        var some = new List<(BatchQuestion Question, BatchResult Result)>();
        await provider.ReadResultsAsync(deployment, status, async result =>
        {
            // A question of somebody else's, or one whose result came twice.
            if (!open.Remove(result.RequestDigest, out var question)) return;
            some.Add((question, result));
            if (some.Count < AtOnce) return;
            await TakeAsync(job, some, cancel);
            some.Clear();
        }, cancel);
        await TakeAsync(job, some, cancel);
        await ReleaseAsync(job, [.. open.Values], cancel);
        await store.LapseAsync(BatchBooks.Owner(job), cancel);
        await store.RemoveAsync(job, cancel);
    }

    /// <summary>Ends a batch of which nothing was, or will be, asked: everything goes live.</summary>
    public async Task DropAsync(BatchJob job, CancellationToken cancel)
    {
        var items = await store.ItemsAsync(job.Id, cancel);
        await Task.WhenAll(items.Select(item => item.RequestDigest).Distinct(StringComparer.Ordinal).Select(digest => books.ReleaseAsync(job, digest)));
        await tail.SendAsync(items, cancel);
        await store.LapseAsync(BatchBooks.Owner(job), cancel);
        await store.RemoveAsync(job, cancel);
    }

    /// <summary>
    /// Gives up a batch that the provider may have and may bill: its claims end as if their holder had died, so that their worst
    /// case is booked, and everything goes live.
    /// </summary>
    public async Task AbandonAsync(BatchJob job, CancellationToken cancel)
    {
        await store.LapseAsync(BatchBooks.Owner(job), cancel);
        await tail.SendAsync(await store.ItemsAsync(job.Id, cancel), cancel);
        await store.RemoveAsync(job, cancel);
    }

    private async Task TakeAsync(BatchJob job, IReadOnlyList<(BatchQuestion Question, BatchResult Result)> some, CancellationToken cancel)
    {
        var ended = await Task.WhenAll(some.Select(s => s.Result.Reply is { } reply ? AnsweredAsync(job, s.Question, reply) : FailedAsync(job, s.Question, s.Result.Failure!)));
        await outcomes.PublishAsync([.. ended.SelectMany(e => e)], cancel);
        var passing = some.Where(s => s.Result.Failure is { Passing: true }).Select(s => s.Question).ToList();
        await SendOnAsync(job, passing, cancel);
        foreach (var (question, _) in some) wakeUps.Raise(question.Digest);
    }

    private async Task<IReadOnlyList<(QueuedItem, CompletionOutcome)>> AnsweredAsync(BatchJob job, BatchQuestion question, ProviderReply reply)
    {
        var completion = new ArchivedCompletion
        {
            RequestDigest = question.Digest,
            Completion = reply.Completion,
            Usage = reply.Usage,
            CostNanoUsd = BatchBooks.CostNanoUsd(job, reply.Usage),
            Payer = question.Payer.ItemKey,
            Attempts = 1,
            PriceVersion = job.Prices.Version,
            PriceClass = PriceClass.Batch,
            Deployment = job.Deployment,
        };
        var stored = await records.PackAsync(completion, question.Payer.Request, CancellationToken.None);
        var answer = await books.AnswerAsync(job, question, stored, reply.Usage);
        if (answer.Earlier is { } earlier && await records.UnpackAsync(earlier, question.Digest, CancellationToken.None) is { } first) (completion, stored) = (first, earlier);
        await lookup.KeepAsync(completion, stored, CancellationToken.None);
        return
        [
            .. question.Items.Select(item => (item, item.ItemKey == completion.Payer
                ? Outcomes.Served(completion, ServedFrom.Provider, paidHere: true)
                : Outcomes.Served(completion, ServedFrom.Coalesced, paidHere: false))),
        ];
    }

    private async Task<IReadOnlyList<(QueuedItem, CompletionOutcome)>> FailedAsync(BatchJob job, BatchQuestion question, ProviderException cause)
    {
        if (cause.Passing)
        {
            // Worked on perhaps, and nobody says how much: the claim ends as if its holder had died.
            if (cause.MaybeBilled && cause.Usage.CalculateSize() == 0) await store.LapseAsync(BatchBooks.Owner(job), question.Digest, CancellationToken.None);
            else await books.FailAsync(job, question, cause, null);
            return [];
        }
        var outcome = Outcomes.Failed(cause.Reason, cause.Message, question.Digest, cause.Usage, BatchBooks.CostNanoUsd(job, cause.Usage), 1, TimeSpan.Zero);
        (outcome.PriceClass, outcome.PriceVersion) = (PriceClass.Batch, job.Prices.Version);
        await books.FailAsync(job, question, cause, outcome);
        // Whoever only shared the failed call did not cause its cost.
        var shared = Outcomes.Failed(cause.Reason, cause.Message, question.Digest, new Usage(), 0, 0, TimeSpan.Zero);
        await Task.WhenAll(question.Items.Skip(1).Select(item => books.FailAsync(item, shared)));
        return [.. question.Items.Select((item, i) => (item, i == 0 ? outcome : shared))];
    }

    private async Task ReleaseAsync(BatchJob job, IReadOnlyList<BatchQuestion> questions, CancellationToken cancel)
    {
        await Task.WhenAll(questions.Select(question => books.ReleaseAsync(job, question.Digest)));
        await SendOnAsync(job, questions, cancel);
        foreach (var question in questions) wakeUps.Raise(question.Digest);
    }

    // Where the batch was stopped for the sake of others, an item that has time left gets another batch.
    private async Task SendOnAsync(BatchJob job, IReadOnlyList<BatchQuestion> questions, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var items = questions.SelectMany(question => question.Items).ToLookup(item => job.State == BatchJobState.Stopping && item.Deadline > now);
        await store.PutBackAsync([.. items[true]], now, cancel);
        await tail.SendAsync([.. items[false]], cancel);
    }
}
