using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Runs;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Reviews;

/// <summary>
/// Gives items to raters and takes their marks. What to do is decided on a copy of the review and done only if nobody changed it meanwhile; else it is looked at again.
/// </summary>
internal sealed class ReviewQueue(ReviewStore store, ReviewTexts texts, PlannedRuns runs, StatisticsService.StatisticsServiceClient statistics, TimeProvider clock)
{
    // Each time somebody else was quicker, so that many raters at once all come to their turn.
    private const int MostTries = 200;
    private static readonly TimeSpan TimeToRate = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    public async Task<NextItemResponse> NextAsync(NextItemRequest request, CancellationToken cancel)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var state = await FindAsync(request.Review, cancel);
            RequireRater(state, request.Rater);
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            var left = state.LeftFor(request.Rater, now);
            if (state.NextFor(request.Rater, now) is { } drawn)
            {
                var held = drawn.Ratings.FirstOrDefault(rating => rating.Rater == request.Rater && rating.ExpireMs > now);
                var expire = held?.ExpireMs ?? Expiry(now);
                if (held is null && !await store.GiveAsync(state.Review, drawn.Item, request.Rater, expire, null, cancel)) continue;
                return new NextItemResponse { Item = await texts.ShowAsync(state.Review, drawn.Item, drawn.Judged.Candidate, drawn.InstanceId, expire, cancel), Left = left };
            }
            if (!state.MayDraw) return new NextItemResponse();
            var undrawn = await store.UndrawnAsync(state.Review.Id, cancel);
            // Others drew the last ones meanwhile.
            if (undrawn.Count == 0) continue;
            var (answer, chance) = await DrawAsync(state, undrawn, cancel);
            if (!await store.GiveAsync(state.Review, answer.Item, request.Rater, Expiry(now), (state.Items.Count + 1, chance), cancel)) continue;
            return new NextItemResponse { Item = await texts.ShowAsync(state.Review, answer.Item, answer.Judged.Candidate, answer.InstanceId, Expiry(now), cancel), Left = left };
        }
        throw TooBusy(request.Review);
    }

    public async Task<SubmitRatingResponse> SubmitAsync(SubmitRatingRequest request, CancellationToken cancel)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var state = await FindAsync(request.Review, cancel);
            RequireRater(state, request.Rater);
            var marks = MarkCheck.Of(request.Marks, request.Comment, (await runs.BenchmarkAsync(state.Review.Spec.Run, state.Review.Spec.Benchmark, cancel))!.Jury.Rubric);
            var item = state.Find(request.Item);
            var given = item?.Ratings.FirstOrDefault(rating => rating.Rater == request.Rater);
            if (item is null || given is null) throw Errors.NotReady("ITEM_NOT_GIVEN", "This item was not given to this rater; ask for the next item.");
            if (!marks.Equals(given.Marks) || request.Comment != given.Comment)
            {
                var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
                if (item.Decided is not null) throw Errors.NotReady("ITEM_DECIDED", "This item is decided, and its ratings stand; ask for the next item.");
                if (given.Marks is null && !state.IsOpenTo(item, request.Rater, now))
                    throw Errors.NotReady("TIME_IS_UP", "The time to rate this item was up, and others have rated it since; ask for the next item.");
                var rating = given with { Marks = marks, Comment = request.Comment, RatedMs = given.Marks is null ? now : given.RatedMs };
                if (!await store.RateAsync(state.Review, item.Item, rating, cancel)) continue;
                item = item with { Ratings = [.. item.Ratings.Where(other => other.Rater != request.Rater), rating] };
            }
            return new SubmitRatingResponse { Ratings = item.Rated.Count, Disputed = item.Decided is null && item.Distance > state.Review.Spec.DisputeAbove };
        }
        throw TooBusy(request.Review);
    }

    public async Task<AdjudicateItemResponse> DecideAsync(AdjudicateItemRequest request, CancellationToken cancel)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var state = await FindAsync(request.Review, cancel);
            RequireAdjudicator(state, request.Adjudicator);
            var marks = MarkCheck.Of(request.Marks, "", (await runs.BenchmarkAsync(state.Review.Spec.Run, state.Review.Spec.Benchmark, cancel))!.Jury.Rubric);
            var item = state.Find(request.Item) ?? throw Errors.NotFound("item", request.Item);
            if (!item.IsRated(state.Review.Spec)) throw Errors.NotReady("TOO_FEW_RATINGS", $"This item has {item.Rated.Count} of {state.Review.Spec.RatersPerItem} ratings; decide when it has all of them.");
            if (!marks.Equals(item.Decided) && !await store.DecideAsync(state.Review, item.Item, marks, cancel)) continue;
            return new AdjudicateItemResponse { Disputed = state.Items.Count(other => other.Item != item.Item && other.IsDisputed(state.Review.Spec)) };
        }
        throw TooBusy(request.Review);
    }

    public async Task<ListDisputesResponse> DisputesAsync(ListDisputesRequest request, CancellationToken cancel)
    {
        var state = await FindAsync(request.Review, cancel);
        RequireAdjudicator(state, request.Adjudicator);
        var response = new ListDisputesResponse();
        foreach (var item in state.Items.Where(item => item.IsDisputed(state.Review.Spec)).OrderByDescending(item => item.Distance).ThenBy(item => item.Item, StringComparer.Ordinal))
        {
            response.Disputes.Add(new Dispute
            {
                Item = await texts.ShowAsync(state.Review, item.Item, item.Judged.Candidate, item.InstanceId, null, cancel),
                Ratings = { item.Rated.Select((rating, i) => new BlindRating { Rater = $"rater {i + 1}", Marks = { rating.Marks!.Marks_ }, Comment = rating.Comment }) },
                Distance = item.Distance,
            });
        }
        return response;
    }

    /// <summary>The review of that name.</summary>
    public async Task<ReviewState> FindAsync(string name, CancellationToken cancel) =>
        (ResourceNames.Parse(ResourceNames.Reviews, name) is { } id ? await store.FindAsync(id, cancel) : null) ?? throw Errors.NotFound("review", name);

    private static long Expiry(long now) => now + (long)TimeToRate.TotalMilliseconds;

    private static void RequireRater(ReviewState state, string rater)
    {
        if (!state.Review.Spec.Raters.Contains(rater)) throw Errors.NotAllowed("NOT_A_RATER", $"Only raters of '{state.Review.Name}' rate its items.");
    }

    private static void RequireAdjudicator(ReviewState state, string adjudicator)
    {
        if (adjudicator.Length == 0 || state.Review.Spec.Adjudicator != adjudicator) throw Errors.NotAllowed("NOT_THE_ADJUDICATOR", $"Only the adjudicator of '{state.Review.Name}' sees and decides its disputes.");
    }

    private static Grpc.Core.RpcException TooBusy(string review) => Errors.Unavailable($"'{review}' is being changed by many raters at once; try again.");

    // The seed moves with the draws, so that the same review with the same ratings draws the same items.
    private async Task<(ReviewAnswer Answer, double Chance)> DrawAsync(ReviewState state, IReadOnlyList<ReviewAnswer> undrawn, CancellationToken cancel)
    {
        var request = new ChooseLabelsRequest
        {
            Candidates = { undrawn.Select(answer => new LabelCandidate { Item = answer.Judged.Item, Jury = answer.Judged.Jury, Spread = answer.Spread }) },
            Labelled =
            {
                state.Items.Where(item => item.Label(state.Review.Spec) is not null).Select(item => new LabelledAnswer
                {
                    Jury = item.Judged.Jury,
                    Spread = item.Spread,
                    Label = item.Label(state.Review.Spec)!.Value,
                    Inclusion = DrawWeights.Inclusion(state.Review.Answers, state.Items.Count, item.Draw, item.Chance),
                }),
            },
            Wanted = 1,
            Seed = unchecked(state.Review.Spec.Seed + (ulong)state.Items.Count),
        };
        var reply = await statistics.ChooseLabelsAsync(request, deadline: (clock.GetUtcNow() + CallTimeout).UtcDateTime, cancellationToken: cancel);
        var chosen = reply.Chosen[0];
        return (undrawn.First(answer => answer.Judged.Item == chosen.Item), chosen.Inclusion);
    }
}
