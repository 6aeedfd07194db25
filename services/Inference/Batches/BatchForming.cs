using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using Microsoft.Extensions.Options;

namespace MedHelm.Inference.Batches;

/// <summary>
/// Makes the lines of a batch from its items: what is known by now is served, what cannot be asked fails, and each question that
/// is left is claimed. Doing it again for the same batch leads to the same claims.
/// </summary>
internal sealed class BatchForming(
    BatchStore store, BatchBooks books, BatchOutcomes outcomes, CompletionEngine engine, PromptFetcher prompts, IOptions<InferenceOptions> options, TimeProvider clock)
{
    private const int ClaimsAtOnce = 200;

    /// <summary>The lines to be sent; empty when nothing is left to ask.</summary>
    public async Task<IReadOnlyList<byte[]>> LinesAsync(BatchJob job, DeploymentDefinition deployment, IBatchProvider provider, CancellationToken cancel)
    {
        var lines = new List<byte[]>();
        long bytes = 0;
        var refused = new HashSet<CompletionBatch>();
        foreach (var questions in (await OpenAsync(job, deployment, cancel)).Chunk(ClaimsAtOnce))
        {
            // Where a budget had no room for one, it is not asked for the thousands behind it.
            var hopeless = questions.Where(question => refused.Contains(question.Items[0].Message.Batch)).ToHashSet();
            foreach (var question in hopeless) await PutBackAsync(job, question, Later(), cancel);
            var asked = await WithPromptsAsync(job, [.. questions.Where(question => !hopeless.Contains(question))], cancel);
            var written = new List<(BatchQuestion Question, byte[] Line)>();
            foreach (var question in asked)
            {
                if (await WriteAsync(job, provider, question, cancel) is not { } line) continue;
                if (bytes + line.Length + 1 > Math.Min(provider.MostBytes, options.Value.BatchMostBytes) && lines.Count + written.Count > 0)
                {
                    await PutBackAsync(job, question, clock.GetUtcNow(), cancel);
                    continue;
                }
                bytes += line.Length + 1;
                written.Add((question, line));
            }
            lines.AddRange(await ClaimedAsync(job, written, refused, cancel));
        }
        return lines;
    }

    /// <summary>The questions of a batch that have no answer yet, each once.</summary>
    private async Task<IReadOnlyList<BatchQuestion>> OpenAsync(BatchJob job, DeploymentDefinition deployment, CancellationToken cancel)
    {
        var items = await store.ItemsAsync(job.Id, cancel);
        var (wanted, known) = await engine.FindKnownAsync([.. items.Select(item => WantedItems.Of(item.Message, deployment)[0])], cancel);
        await outcomes.PublishAsync([.. items.Select((item, i) => (item, known[i])).Where(end => end.Item2 is not null).Select(end => (end.item, end.Item2!))], cancel);
        var open = Enumerable.Range(0, items.Count).Where(i => known[i] is null).ToList();
        // The deployment was configured anew while they waited: now they ask something else.
        foreach (var i in open.Where(i => wanted[i].Request.RequestDigest != items[i].RequestDigest))
        {
            await books.ReleaseAsync(job, items[i].RequestDigest);
            await store.PutBackAsync([items[i] with { RequestDigest = wanted[i].Request.RequestDigest }], clock.GetUtcNow(), cancel);
        }
        return
        [
            .. open.Where(i => wanted[i].Request.RequestDigest == items[i].RequestDigest).GroupBy(i => items[i].RequestDigest, StringComparer.Ordinal)
                .Select(group => new BatchQuestion(group.Key, [.. group.Select(i => items[i])], wanted[group.First()])),
        ];
    }

    private async Task<IReadOnlyList<BatchQuestion>> WithPromptsAsync(BatchJob job, IReadOnlyList<BatchQuestion> questions, CancellationToken cancel)
    {
        var found = new List<BatchQuestion>();
        foreach (var group in questions.GroupBy(question => question.Items[0].Message.PromptsFrom, StringComparer.Ordinal))
        {
            var texts = await prompts.FetchAsync(group.Key, [.. group.Select(question => question.Payer.Request.PromptDigest)], cancel);
            foreach (var question in group)
            {
                if (texts.TryGetValue(question.Payer.Request.PromptDigest, out var text))
                {
                    found.Add(question with { Payer = question.Payer with { Request = question.Payer.Request with { Conversation = Conversation.OfPrompt(text) with { ResponseFormat = question.Payer.Request.ResponseFormat } } } });
                    continue;
                }
                await books.ReleaseAsync(job, question.Digest);
                var outcome = Outcomes.Failed(FailureReason.PromptMissing, "The service that asked for the completion does not have its prompt.");
                await outcomes.PublishAsync([.. question.Items.Select(item => (item, outcome))], cancel);
            }
        }
        return found;
    }

    private async Task<byte[]?> WriteAsync(BatchJob job, IBatchProvider provider, BatchQuestion question, CancellationToken cancel)
    {
        try
        {
            return provider.WriteLine(question.Payer.Request);
        }
        catch (ProviderException e)
        {
            await books.ReleaseAsync(job, question.Digest);
            var outcome = Outcomes.Failed(e.Reason, e.Message, question.Digest, new Usage(), 0, 0, TimeSpan.Zero);
            await Task.WhenAll(question.Items.Select(item => books.FailAsync(item, outcome)));
            await outcomes.PublishAsync([.. question.Items.Select(item => (item, outcome))], cancel);
            return null;
        }
    }

    private async Task<IEnumerable<byte[]>> ClaimedAsync(
        BatchJob job, List<(BatchQuestion Question, byte[] Line)> written, HashSet<CompletionBatch> refused, CancellationToken cancel)
    {
        var until = job.Deadline + options.Value.BatchStopTime + options.Value.BatchSendTime + options.Value.AbandonedAfter;
        var claimed = new List<byte[]>();
        var unpaid = new List<(QueuedItem, CompletionOutcome)>();
        var answers = await Task.WhenAll(written.Select(w => books.ClaimAsync(job, w.Question, until)));
        for (var i = 0; i < written.Count; i++)
        {
            var question = written[i].Question;
            switch (answers[i])
            {
                case { Kind: BookAnswerKind.Done }:
                    claimed.Add(written[i].Line);
                    break;
                case { Kind: BookAnswerKind.NoRoom, Shortfall: { MayPass: false } shortfall }:
                    unpaid.AddRange(question.Items.Select(item => (item, Outcomes.Refused(shortfall, question.Digest))));
                    break;
                case { Kind: BookAnswerKind.NoRoom }:
                    refused.Add(question.Items[0].Message.Batch);
                    await PutBackAsync(job, question, Later(), cancel);
                    break;
                default:
                    await PutBackAsync(job, question, Later(), cancel);
                    break;
            }
        }
        // The runs hear of it, and ask again when there is room.
        await outcomes.PublishAsync(unpaid, cancel);
        return claimed;
    }

    private async Task PutBackAsync(BatchJob job, BatchQuestion question, DateTimeOffset ready, CancellationToken cancel)
    {
        await books.ReleaseAsync(job, question.Digest);
        await store.PutBackAsync(question.Items, ready, cancel);
    }

    // Somebody asks it, or has a moment ago, or calls under way hold the room.
    private DateTimeOffset Later() => clock.GetUtcNow() + options.Value.BatchFirstPoll;
}
