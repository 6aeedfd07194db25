using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Flow;
using MedHelm.Inference.Money;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Cache;
using Microsoft.Extensions.Options;

namespace MedHelm.Inference.Completions;

/// <summary>
/// Asks a provider one question: claimed over all replicas, paid from the budgets, at the deployment's pace, and stored before
/// anybody hears of it. Who finds the question taken waits for the other's answer.
/// </summary>
internal sealed class ProviderAsking(
    CallBook book, ClaimKeeper keeper, CompletionArchive archive, CompletionLookup lookup, CompletionRecords records, FlowControl flow, ProviderDirectory providers,
    [FromKeyedServices(InferenceModule.Service)] IWakeUps wakeUps, IOptions<InferenceOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>The answer, or where another got it.</summary>
    /// <param name="item">Its conversation is there.</param>
    /// <param name="onText">Gets the text as it comes, if it is this caller who asks.</param>
    /// <param name="unwanted">Ends when nobody wants the answer any more; a call that has begun goes on.</param>
    /// <param name="stopping">Ends with the process.</param>
    /// <exception cref="RecordedFailureException">There is none; that is recorded.</exception>
    /// <exception cref="BudgetRefusedException">A budget has no room, and none will come by waiting.</exception>
    /// <exception cref="QuestionInBatchException">It is asked in a batch, and was not answered in the deployment's time.</exception>
    public async Task<(ArchivedCompletion Completion, ServedFrom From)> AskAsync(WantedCompletion item, Action<string>? onText, CancellationToken unwanted, CancellationToken stopping)
    {
        var request = item.Request;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(unwanted, stopping);
        var waiting = ending.Token;
        var started = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            using var wake = wakeUps.Listen(request.RequestDigest);
            try
            {
                return (await AskOnceAsync(item, onText, waiting, stopping), ServedFrom.Provider);
            }
            catch (QuestionTakenException e)
            {
                // Where somebody is asking, the answer, or the end, will wake this one.
                if (e.Answer is { } answer && await ReadAsync(answer, request.RequestDigest, waiting) is { } read) return read;
                if (e.InBatch && clock.GetElapsedTime(started) >= request.Deployment.Deadline) throw new QuestionInBatchException();
            }
            catch (BudgetRefusedException e) when (e.Shortfall.MayPass && clock.GetElapsedTime(started) < request.Deployment.Deadline)
            {
                // Calls under way have set aside more than they will cost; when they settle there may be room.
            }
            await wake.WaitAsync(pause, clock, waiting);
            if ((await lookup.FindAsync([request.RequestDigest], waiting)).TryGetValue(request.RequestDigest, out var found)) return (found.Completion, ServedFrom.Coalesced);
        }
    }

    private async Task<(ArchivedCompletion, ServedFrom)?> ReadAsync(StoredCompletion answer, string digest, CancellationToken cancel)
    {
        if (await records.UnpackAsync(answer, digest, cancel) is { } completion) return (completion, ServedFrom.Archive);
        // An answer nobody can read any more, its key being destroyed, must not keep the question from being asked.
        await archive.RemoveAsync(digest, answer.Record, cancel);
        return null;
    }

    private async Task<ArchivedCompletion> AskOnceAsync(WantedCompletion item, Action<string>? onText, CancellationToken waiting, CancellationToken stopping)
    {
        // A redelivered message may have been waiting here while its first delivery failed the item.
        if (item.Run.Length > 0 && (await archive.FindFailuresAsync([item.ItemKey], waiting)).TryGetValue(item.ItemKey, out var failed))
            throw new RecordedFailureException(item.ItemKey, failed);
        book.ThrowIfStuck();
        var request = item.Request;
        if (records.RefusalOf(request) is { } refusal)
            throw new RecordedFailureException(item.ItemKey, Outcomes.Failed(FailureReason.TierNotApproved, refusal));
        var call = new MeteredCall(item, book, keeper.Owner, options.Value.ClaimTime, clock);
        try
        {
            // Before the lane, so that nobody waits there, and uses up its pace, for what will not be sent.
            await call.BeginAsync();
            var result = await flow.RunAsync(request.Deployment, PaceTokens(request), (_, token) => AttemptAsync(call, request, onText, token, stopping), waiting);
            return await StoreAsync(item, call, result);
        }
        catch (ProviderException e)
        {
            var outcome = Outcomes.Failed(e.Reason, e.Message, request.RequestDigest, call.Usage, call.CostNanoUsd, e.Attempts, e.Latency);
            // Recorded before anybody hears of it: a second delivery of the item that waits here must find it.
            // A direct call has no run whose items must keep their outcome.
            await EndAsync(call, null, item.Run.Length > 0 ? outcome : null);
            throw new RecordedFailureException(item.ItemKey, outcome);
        }
        catch (Exception) when (call.HasTraces)
        {
            await EndAsync(call, null, null);
            throw;
        }
    }

    private async Task<ProviderReply> AttemptAsync(MeteredCall call, ProviderRequest request, Action<string>? onText, CancellationToken cancel, CancellationToken stopping)
    {
        var shown = false;
        // A process that ends does not wait for its calls; their claims say what may have been paid.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel, stopping);
        try
        {
            return await call.AttemptAsync(token => providers.CompleteAsync(request, onText is null ? null : Show, token), ending.Token);
        }
        catch (ProviderException e) when (shown && e.Passing)
        {
            // What the caller has seen cannot be taken back, so another attempt would only add a second beginning.
            throw new ProviderException(e.Reason, e.Message) { Usage = e.Usage, MaybeBilled = e.MaybeBilled };
        }
        catch (OperationCanceledException) when (shown && !stopping.IsCancellationRequested)
        {
            throw new ProviderException(FailureReason.Timeout, "The answer began and did not end in time.") { MaybeBilled = true };
        }

        void Show(string text)
        {
            shown = true;
            onText!(text);
        }
    }

    private async Task<ArchivedCompletion> StoreAsync(WantedCompletion item, MeteredCall call, FlowResult result)
    {
        var completion = new ArchivedCompletion
        {
            RequestDigest = item.Request.RequestDigest,
            Completion = result.Reply.Completion,
            Usage = call.Usage,
            CostNanoUsd = call.CostNanoUsd,
            Payer = item.ItemKey,
            Attempts = result.Attempts,
            LatencyMs = result.Latency.TotalMilliseconds,
            PriceVersion = call.PriceVersion,
            PriceClass = PriceClass.Live,
            Deployment = item.Request.Deployment.Id,
        };
        var stored = await records.PackAsync(completion, item.Request, CancellationToken.None);
        var answer = await EndAsync(call, stored, null);
        if (answer.Earlier is { } earlier && await records.UnpackAsync(earlier, completion.RequestDigest, CancellationToken.None) is { } first) (completion, stored) = (first, earlier);
        await lookup.KeepAsync(completion, stored, CancellationToken.None);
        wakeUps.Raise(completion.RequestDigest);
        return completion;
    }

    private async Task<BookAnswer> EndAsync(MeteredCall call, StoredCompletion? answer, CompletionOutcome? failure)
    {
        var entry = call.End(answer, failure);
        if (answer is null && failure is null && !call.HasTraces) return BookAnswer.Done;
        var written = await book.AddAsync(entry);
        if (answer is null) wakeUps.Raise(entry.RequestDigest);
        return written;
    }

    // For the pace a likely size will do, where money needs the largest: about four bytes are one token.
    private static long PaceTokens(ProviderRequest request) =>
        request.Deployment.Kind == DeploymentKind.Model ? MostTokens.OfInput(request) / 4 + MostTokens.OfOutput(request) : 0;
}
