using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Completions;

/// <summary>
/// The money of one call with all its attempts. Before each of them its worst case is claimed; after it, what
/// it used is noted. What may have been billed without anybody saying how much counts at its worst case.
/// </summary>
internal sealed class MeteredCall(WantedCompletion item, CallBook book, string owner, TimeSpan lease, TimeProvider clock)
{
    private readonly string holder = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
    private readonly PriceList prices = item.Request.Deployment.PricesAt(clock.GetUtcNow());
    private readonly List<LedgerRow> unbooked = [];
    private readonly DateTimeOffset begun = clock.GetUtcNow();
    private bool claimed;
    private bool uncertain;
    private int attempts;

    /// <summary>Tokens of all attempts, as far as the provider said.</summary>
    public Usage Usage { get; } = new();

    /// <summary>Their cost.</summary>
    public long CostNanoUsd { get; private set; }

    private ProviderRequest Request => item.Request;

    // Nothing to guard where nothing is sent anywhere: rules and recordings.
    private bool Free => Request.Deployment.Kind != DeploymentKind.Model;

    private bool HonoursKeys => Request.Deployment.HonoursIdempotencyKeys;

    private long WorstCase => Prices.WorstCaseNanoUsd(prices, MostTokens.OfInput(Request), MostTokens.OfOutput(Request), PriceClass.Live);

    /// <summary>Claims the question and sets the worst case of the first attempt aside.</summary>
    /// <exception cref="BudgetRefusedException">No room.</exception>
    /// <exception cref="QuestionTakenException">Somebody else asks, or has an answer.</exception>
    public Task BeginAsync() => Free ? Task.CompletedTask : ClaimAsync();

    /// <summary>Makes one attempt.</summary>
    /// <exception cref="ProviderException">No answer.</exception>
    /// <exception cref="BudgetRefusedException">No room for another attempt.</exception>
    /// <exception cref="QuestionTakenException">Somebody else has taken the question over, or has an answer.</exception>
    public async Task<ProviderReply> AttemptAsync(Func<CancellationToken, Task<ProviderReply>> ask, CancellationToken cancel)
    {
        // Between attempts another may have taken the question over, if this process could not keep its claim alive.
        if (attempts > 0 && !Free) await ClaimAsync();
        attempts++;
        var started = clock.GetTimestamp();
        try
        {
            var reply = await ask(cancel);
            // A price without a count is not free: nobody knows what it was, so it counts at its worst.
            if (Sum(reply.Usage) == 0 && WorstCase > 0) NoteUncounted(started);
            else Note(reply.Usage, FailureReason.Unspecified, billed: true, started);
            return reply;
        }
        catch (ProviderException e)
        {
            if (e.MaybeBilled && Sum(e.Usage) == 0) NoteUnknown(e.Reason, started);
            else Note(e.Usage, e.Reason, Sum(e.Usage) > 0, started);
            throw;
        }
        catch (OperationCanceledException)
        {
            NoteUnknown(FailureReason.Timeout, started);
            throw;
        }
    }

    /// <summary>The entry that books everything and ends the claim, with an answer, a failure, or neither.</summary>
    public OutcomeEntry End(StoredCompletion? answer, CompletionOutcome? failure)
    {
        // The key will not be asked again by this call, so whether it was billed stays unknown until somebody asks it.
        if (uncertain && answer is null) unbooked.Add(Row("presumed", new Usage(), WorstCase, FailureReason.Timeout, billed: true, TimeSpan.Zero) with { Presumed = true });
        return new OutcomeEntry
        {
            RequestDigest = Request.RequestDigest,
            Holder = claimed ? holder : null,
            ItemKey = item.ItemKey,
            Answer = answer,
            Failure = failure,
            HonoursKeys = HonoursKeys,
            Calls = [.. unbooked],
        };
    }

    /// <summary>Version of the prices that hold for the call: those of its beginning.</summary>
    public string PriceVersion => prices.Version;

    /// <summary>True when there is something for the books.</summary>
    public bool HasTraces => claimed || uncertain || unbooked.Count > 0;

    private async Task ClaimAsync()
    {
        var entry = new ClaimEntry
        {
            RequestDigest = Request.RequestDigest,
            Lease = lease,
            Calls = [.. unbooked],
            Claim = new Claim
            {
                RequestDigest = Request.RequestDigest,
                Holder = holder,
                Owner = owner,
                ItemKey = item.ItemKey,
                Run = item.Run,
                Project = Request.Project,
                Month = AccountKey.MonthOf(begun),
                Deployment = Request.Deployment.Id,
                Purpose = item.Purpose,
                PriceVersion = prices.Version,
                PriceClass = PriceClass.Live,
                HonoursKeys = HonoursKeys,
                ReservedNanoUsd = WorstCase,
                ClaimedAt = begun,
            },
        };
        var answer = await book.AddAsync(entry);
        unbooked.Clear();
        claimed = answer.Kind == BookAnswerKind.Done;
        uncertain |= answer.MayBeBilled;
        // Whoever has the question now, or answered it, accounts for its key.
        if (answer.Kind is BookAnswerKind.Held or BookAnswerKind.Answered) uncertain = false;
        switch (answer.Kind)
        {
            case BookAnswerKind.Done: return;
            case BookAnswerKind.NoRoom: throw new BudgetRefusedException(answer.Shortfall!);
            case BookAnswerKind.Held or BookAnswerKind.Answered: throw new QuestionTakenException(answer.Earlier, answer.InBatch);
            default: throw new UnreachableException();
        }
    }

    private void Note(Usage usage, FailureReason outcome, bool billed, long started)
    {
        var cost = Prices.NanoUsd(prices, usage, PriceClass.Live);
        Usage.MergeSum(usage);
        CostNanoUsd += cost;
        // What this key costs is known now.
        if (billed && HonoursKeys) uncertain = false;
        unbooked.Add(Row(Attempt, usage, cost, outcome, billed, clock.GetElapsedTime(started)));
    }

    private void NoteUncounted(long started)
    {
        uncertain = false;
        CostNanoUsd += WorstCase;
        unbooked.Add(Row(Attempt, new Usage(), WorstCase, FailureReason.Unspecified, billed: true, clock.GetElapsedTime(started)) with { Presumed = true });
    }

    private void NoteUnknown(FailureReason outcome, long started)
    {
        uncertain |= HonoursKeys && !Free;
        var presumed = !HonoursKeys && !Free;
        unbooked.Add(Row(Attempt, new Usage(), presumed ? WorstCase : 0, outcome, presumed, clock.GetElapsedTime(started)) with { Presumed = presumed });
    }

    private string Attempt => attempts.ToString(CultureInfo.InvariantCulture);

    private LedgerRow Row(string name, Usage usage, long cost, FailureReason outcome, bool billed, TimeSpan latency) => new()
    {
        CallKey = $"{holder}|{name}",
        RequestDigest = Request.RequestDigest,
        Run = item.Run,
        Project = Request.Project,
        Month = AccountKey.MonthOf(begun),
        Deployment = Request.Deployment.Id,
        Purpose = item.Purpose,
        PriceVersion = prices.Version,
        PriceClass = PriceClass.Live,
        Usage = usage,
        CostNanoUsd = cost,
        Outcome = outcome,
        Billed = billed,
        LatencyMs = latency.TotalMilliseconds,
        CalledAt = clock.GetUtcNow(),
    };

    private static long Sum(Usage usage) =>
        usage.InputTokens + usage.CachedInputTokens + usage.CacheWriteTokens + usage.OutputTokens + usage.ReasoningTokens;
}
