using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Batches;

/// <summary>
/// The money of batches. A question of a batch is claimed under a name that follows from batch and question, so that whoever
/// goes on with the batch after a restart holds the same claims and books the same calls, once.
/// </summary>
internal sealed class BatchBooks(CallBook book, TimeProvider clock)
{
    /// <summary>Claims a question and sets its worst case at the batch price aside.</summary>
    /// <param name="job">The batch.</param>
    /// <param name="question">Its payer's conversation is there.</param>
    /// <param name="until">When the claim ends if nobody ends it before: later than the batch can live.</param>
    public Task<BookAnswer> ClaimAsync(BatchJob job, BatchQuestion question, DateTimeOffset until)
    {
        var request = question.Payer.Request;
        return book.AddAsync(new ClaimEntry
        {
            RequestDigest = question.Digest,
            Lease = until - clock.GetUtcNow(),
            Claim = new Claim
            {
                RequestDigest = question.Digest,
                Holder = Holder(job, question.Digest),
                Owner = Owner(job),
                ItemKey = question.Payer.ItemKey,
                Run = question.Payer.Run,
                Project = request.Project,
                Month = AccountKey.MonthOf(job.CreatedAt),
                Deployment = request.Deployment.Id,
                Purpose = question.Payer.Purpose,
                PriceVersion = job.Prices.Version,
                PriceClass = PriceClass.Batch,
                // A batch is not asked again key by key.
                HonoursKeys = false,
                ReservedNanoUsd = Prices.WorstCaseNanoUsd(job.Prices, MostTokens.OfInput(request), MostTokens.OfOutput(request), PriceClass.Batch),
                ClaimedAt = job.CreatedAt,
            },
        });
    }

    /// <summary>Books an answer and ends the claim.</summary>
    public Task<BookAnswer> AnswerAsync(BatchJob job, BatchQuestion question, StoredCompletion answer, Usage usage) =>
        book.AddAsync(Ended(job, question) with { Answer = answer, Calls = [Row(job, question, usage, FailureReason.Unspecified, billed: true)] });

    /// <summary>Books a call without an answer and ends the claim.</summary>
    /// <param name="job">The batch.</param>
    /// <param name="question">The question.</param>
    /// <param name="cause">With what it used.</param>
    /// <param name="failure">Stays with the payer; null where the question will be asked again.</param>
    public Task<BookAnswer> FailAsync(BatchJob job, BatchQuestion question, ProviderException cause, CompletionOutcome? failure) =>
        book.AddAsync(Ended(job, question) with { Failure = failure, Calls = [Row(job, question, cause.Usage, cause.Reason, cause.Usage.CalculateSize() > 0)] });

    /// <summary>Records that an item failed along with another that paid, or without any call.</summary>
    public Task<BookAnswer> FailAsync(QueuedItem item, CompletionOutcome failure) =>
        book.AddAsync(new OutcomeEntry { RequestDigest = item.RequestDigest, ItemKey = item.ItemKey, Failure = failure });

    /// <summary>Ends the claim of a question that was not asked, at no cost.</summary>
    public Task<BookAnswer> ReleaseAsync(BatchJob job, string digest) =>
        book.AddAsync(new OutcomeEntry { RequestDigest = digest, ItemKey = "", Holder = Holder(job, digest) });

    /// <summary>What the answer to a question of this batch costs.</summary>
    public static long CostNanoUsd(BatchJob job, Usage usage) => Prices.NanoUsd(job.Prices, usage, PriceClass.Batch);

    /// <summary>Names the batch in its claims.</summary>
    public static string Owner(BatchJob job) => "batch:" + job.Id;

    private static string Holder(BatchJob job, string digest) => $"{Owner(job)}|{digest}";

    private static OutcomeEntry Ended(BatchJob job, BatchQuestion question) => new()
    {
        RequestDigest = question.Digest,
        ItemKey = question.Payer.ItemKey,
        Holder = Holder(job, question.Digest),
        MayRepeat = true,
    };

    private LedgerRow Row(BatchJob job, BatchQuestion question, Usage usage, FailureReason outcome, bool billed) => new()
    {
        CallKey = Holder(job, question.Digest) + "|1",
        RequestDigest = question.Digest,
        Run = question.Payer.Run,
        Project = question.Payer.Request.Project,
        Month = AccountKey.MonthOf(job.CreatedAt),
        Deployment = job.Deployment,
        Purpose = question.Payer.Purpose,
        PriceVersion = job.Prices.Version,
        PriceClass = PriceClass.Batch,
        Usage = usage,
        CostNanoUsd = CostNanoUsd(job, usage),
        Outcome = outcome,
        Billed = billed,
        CalledAt = clock.GetUtcNow(),
    };
}
