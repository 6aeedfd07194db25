using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;

namespace MedHelm.Inference.Storage;

/// <summary>
/// The part of the books that some entries concern, as one transaction sees it, and the rules by which entries change it.
/// Without any I/O, so that the rules can be read, and tested, in one place.
/// </summary>
internal sealed class BookPage
{
    private readonly Dictionary<string, StoredCompletion> newAnswers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CompletionOutcome> newFailures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LedgerRow> newRows = new(StringComparer.Ordinal);
    private readonly HashSet<string> changedClaims = new(StringComparer.Ordinal);
    private readonly List<string> voided = [];

    public required long NowMs { get; init; }

    public Accounts Accounts { get; } = new();

    /// <summary>By request digest.</summary>
    public Dictionary<string, HeldClaim> Claims { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers in the archive, by request digest.</summary>
    public Dictionary<string, StoredCompletion> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>Request digests whose answer in the archive was billed here.</summary>
    public HashSet<string> BilledAnswers { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys of calls that are booked already.</summary>
    public HashSet<string> BookedCalls { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls booked at their worst case, by request digest.</summary>
    public Dictionary<string, List<LedgerRow>> Presumed { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, StoredCompletion> NewAnswers => newAnswers;

    public IReadOnlyDictionary<string, CompletionOutcome> NewFailures => newFailures;

    public IReadOnlyCollection<LedgerRow> NewRows => newRows.Values;

    /// <summary>Claims that are new, changed, or (null) gone.</summary>
    public IEnumerable<(string Digest, HeldClaim? Claim)> ChangedClaims => changedClaims.Select(digest => (digest, Claims.GetValueOrDefault(digest)));

    /// <summary>Keys of presumed calls whose real end is known now.</summary>
    public IReadOnlyList<string> Voided => voided;

    public BookAnswer Apply(BookEntry entry) => entry switch
    {
        ClaimEntry claim => Apply(claim),
        OutcomeEntry outcome => Apply(outcome),
        _ => throw new ArgumentException("There is no such entry.", nameof(entry)),
    };

    /// <summary>
    /// Ends a claim that nobody keeps alive. The provider may have been asked, so the money is spent as far as anybody knows,
    /// unless the same key will be, or was, asked by another and billed once.
    /// </summary>
    public void Abandon(Claim claim, bool askedAgain)
    {
        End(claim);
        if (!claim.HonoursKeys || !(askedAgain || BilledAnswers.Contains(claim.RequestDigest))) Presume(claim);
    }

    private BookAnswer Apply(ClaimEntry entry)
    {
        var wanted = entry.Claim;
        var held = Claims.GetValueOrDefault(wanted.RequestDigest);
        var again = held?.Claim.Holder == wanted.Holder;
        Book(entry.Calls);
        if (again)
        {
            End(held!.Claim);
        }
        else
        {
            if (Answers.TryGetValue(wanted.RequestDigest, out var answer)) return new BookAnswer(BookAnswerKind.Answered, answer);
            if (held is not null && held.UntilMs > NowMs) return new BookAnswer(BookAnswerKind.Held, InBatch: held.Claim.PriceClass == PriceClass.Batch);
            if (held is not null) Abandon(held.Claim, askedAgain: true);
        }
        var shortfall = Accounts.Reserve(KeysOf(wanted), wanted.ReservedNanoUsd);
        if (shortfall is not null)
        {
            // Whoever would have asked again cannot pay, so what the dead one may have spent stays counted.
            if (!again && held is not null) Presume(held.Claim);
            return new BookAnswer(BookAnswerKind.NoRoom, Shortfall: shortfall);
        }
        Claims[wanted.RequestDigest] = new HeldClaim(wanted, NowMs + (long)entry.Lease.TotalMilliseconds);
        changedClaims.Add(wanted.RequestDigest);
        return again || held is not { Claim: { HonoursKeys: true, ReservedNanoUsd: > 0 } } ? BookAnswer.Done : new BookAnswer(BookAnswerKind.Done, MayBeBilled: true);
    }

    private BookAnswer Apply(OutcomeEntry entry)
    {
        var earlier = Answers.GetValueOrDefault(entry.RequestDigest);
        // A repeated key was billed with the answer that is there.
        var sameBill = entry is { Answer: not null, HonoursKeys: true } && earlier is not null && BilledAnswers.Contains(entry.RequestDigest);
        if (entry.Holder is { } holder)
        {
            if (Claims.GetValueOrDefault(entry.RequestDigest) is { } held && held.Claim.Holder == holder) End(held.Claim);
            // Now the truth is known.
            Void(entry.RequestDigest, row => (entry.HonoursKeys && entry.Answer is not null) || row.CallKey == PresumedKey(holder));
        }
        if (!sameBill) Book(entry.Calls);
        if (entry.Failure is not null) newFailures.TryAdd(entry.ItemKey, entry.Failure);
        if (entry.Answer is null) return BookAnswer.Done;
        if (earlier is not null) return new BookAnswer(BookAnswerKind.Done, earlier);
        Answers[entry.RequestDigest] = newAnswers[entry.RequestDigest] = entry.Answer;
        if (entry.Calls.Any(call => call.Billed)) BilledAnswers.Add(entry.RequestDigest);
        return BookAnswer.Done;
    }

    private void End(Claim claim)
    {
        Accounts.Release(KeysOf(claim), claim.ReservedNanoUsd);
        Claims.Remove(claim.RequestDigest);
        changedClaims.Add(claim.RequestDigest);
    }

    private void Presume(Claim claim)
    {
        if (claim.ReservedNanoUsd == 0) return;
        Book(new LedgerRow
        {
            CallKey = PresumedKey(claim.Holder),
            RequestDigest = claim.RequestDigest,
            Run = claim.Run,
            Project = claim.Project,
            Month = claim.Month,
            Deployment = claim.Deployment,
            Purpose = claim.Purpose,
            PriceVersion = claim.PriceVersion,
            PriceClass = claim.PriceClass,
            CostNanoUsd = claim.ReservedNanoUsd,
            Outcome = FailureReason.Timeout,
            Billed = true,
            Presumed = true,
            CalledAt = claim.ClaimedAt,
        });
    }

    private void Book(IReadOnlyList<LedgerRow> rows)
    {
        foreach (var row in rows) Book(row);
    }

    private void Book(LedgerRow row)
    {
        if (BookedCalls.Contains(row.CallKey) || !newRows.TryAdd(row.CallKey, row)) return;
        if (row.CostNanoUsd != 0) Accounts.Spend(KeysOf(row), row.CostNanoUsd, row.Presumed);
        if (!row.Presumed) return;
        if (!Presumed.TryGetValue(row.RequestDigest, out var rows)) Presumed[row.RequestDigest] = rows = [];
        rows.Add(row);
    }

    private void Void(string digest, Predicate<LedgerRow> which)
    {
        if (!Presumed.TryGetValue(digest, out var rows)) return;
        foreach (var row in rows.FindAll(which))
        {
            rows.Remove(row);
            if (!newRows.Remove(row.CallKey)) voided.Add(row.CallKey);
            Accounts.Spend(KeysOf(row), -row.CostNanoUsd, presumed: true);
        }
    }

    private static string PresumedKey(string holder) => holder + "|presumed";

    private static IReadOnlyList<AccountKey> KeysOf(Claim claim) => AccountKey.Covering(claim.Run, claim.Project, claim.Month);

    private static IReadOnlyList<AccountKey> KeysOf(LedgerRow row) => AccountKey.Covering(row.Run, row.Project, row.Month);
}
