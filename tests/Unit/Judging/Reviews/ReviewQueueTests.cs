using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Reviews;
using Xunit;

namespace MedHelm.Tests.Unit.Judging.Reviews;

public sealed class ReviewQueueTests : ReviewsOnSqlite
{
    [Fact]
    public async Task A_rater_sees_question_answer_and_criteria_and_nothing_that_tells_whose_answer_it_is()
    {
        var review = await OpenAsync();
        var seen = new List<string>();
        for (var i = 0; i < ReviewedRun.Answers; i++)
        {
            foreach (var rater in Raters[..2])
            {
                var next = await NextAsync(review, rater);
                Assert.Matches("^[0-9a-f]{32}$", next.Item.Item);
                Assert.Matches(@"^Question q\d+\?$", next.Item.Question);
                Assert.Matches(@"^Text \d: q\d+$", next.Item.Answer);
                Assert.Equal((1, 5, 2), (next.Item.ScaleMin, next.Item.ScaleMax, next.Item.Criteria.Count));
                seen.Add(next.ToString());
                seen.Add((await RateAsync(review, rater, next.Item.Item, rater == "ana" ? 1 : 5, "mine")).ToString());
            }
        }
        seen.Add((await Service.ListDisputes(new ListDisputesRequest { Review = review, Adjudicator = "chief" }, Call)).ToString());

        Assert.All(seen, text => Assert.DoesNotContain(ReviewedRun.Candidates.Concat(ReviewedRun.Jurors).Concat(Raters), name => text.Contains(name, StringComparison.Ordinal)));
        Assert.All(seen, text => Assert.DoesNotContain("secret", text, StringComparison.Ordinal));
        Assert.All(Completions.Asked, asked => Assert.Equal(1, asked));
    }

    [Fact]
    public async Task An_item_in_hand_is_given_again_until_its_time_is_up()
    {
        var review = await OpenAsync();
        var first = await NextAsync(review, "ana");
        Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(first.Item, (await NextAsync(review, "ana")).Item);

        await NextAsync(review, "bo");
        Clock.Advance(TimeSpan.FromMinutes(1));
        await NextAsync(review, "cem");

        // The place was given on, and both raters now hold it.
        Assert.NotEqual(first.Item.Item, (await NextAsync(review, "ana")).Item.Item);
        await RateAsync(review, "bo", first.Item.Item, 3);
        await RateAsync(review, "cem", first.Item.Item, 3);
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => RateAsync(review, "ana", first.Item.Item, 3))).StatusCode);
    }

    [Fact]
    public async Task Items_that_another_has_rated_come_first_and_nobody_rates_one_twice()
    {
        var review = await OpenAsync();
        var begun = (await NextAsync(review, "ana")).Item.Item;
        await RateAsync(review, "ana", begun, 4);
        var second = (await NextAsync(review, "ana")).Item.Item;
        await RateAsync(review, "ana", second, 4);

        Assert.NotEqual(begun, second);
        Assert.Equal(begun, (await NextAsync(review, "bo")).Item.Item);
        await RateAsync(review, "bo", begun, 4);
        Assert.Equal(second, (await NextAsync(review, "bo")).Item.Item);
        // Ana and Bo have its places, so Cem gets a new one.
        Assert.DoesNotContain((await NextAsync(review, "cem")).Item.Item, new[] { begun, second });
    }

    [Fact]
    public async Task Raters_that_ask_at_once_never_take_more_places_than_there_are()
    {
        string[] many = [.. Enumerable.Range(0, 12).Select(i => $"rater-{i}")];
        var spec = Spec();
        spec.Raters.Clear();
        spec.Raters.Add(many);
        var review = await OpenAsync(spec);

        var given = await Task.WhenAll(many.Select(rater => Task.Run(() => NextAsync(review, rater))));

        Assert.All(given.GroupBy(next => next.Item.Item), item => Assert.Equal(2, item.Count()));
        await Task.WhenAll(many.Select((rater, i) => Task.Run(() => RateAsync(review, rater, given[i].Item.Item, 3))));
        Assert.Equal((6, 6), ((await GetAsync(review)).Begun, (await GetAsync(review)).Rated));
    }

    [Fact]
    public async Task Raters_that_are_after_the_last_places_at_once_all_get_one_and_nobody_more()
    {
        // As many as there are places, and two more: some see an item to draw that another draws before them.
        string[] many = [.. Enumerable.Range(0, (2 * ReviewedRun.Answers) + 2).Select(i => $"rater-{i}")];
        var spec = Spec();
        spec.Raters.Clear();
        spec.Raters.Add(many);
        var review = await OpenAsync(spec);

        var given = await Task.WhenAll(many.Select(rater => Task.Run(() => NextAsync(review, rater))));

        var items = given.Where(next => next.Item is not null).GroupBy(next => next.Item.Item).ToList();
        Assert.Equal(ReviewedRun.Answers, items.Count);
        Assert.All(items, item => Assert.Equal(2, item.Count()));
        Assert.All(given.Where(next => next.Item is null), next => Assert.Equal(0, next.Left));
    }

    [Fact]
    public async Task The_queue_ends_when_every_item_has_its_ratings()
    {
        var spec = Spec();
        spec.Items = 3;
        var review = await OpenAsync(spec);
        Assert.Equal(3, (await NextAsync(review, "ana")).Left);
        await RateAllAsync(review, 3);

        var end = await NextAsync(review, "cem");

        Assert.Equal((null, 0), (end.Item, end.Left));
        Assert.Equal((36, 3, 3), ((await GetAsync(review)).Answers, (await GetAsync(review)).Rated, (await GetAsync(review)).Labelled));
    }

    [Fact]
    public async Task The_same_rating_again_changes_nothing_and_other_marks_replace_it_until_it_is_decided()
    {
        var review = await OpenAsync();
        var item = (await NextAsync(review, "ana")).Item.Item;
        await NextAsync(review, "bo");
        Assert.Equal((1, false), Of(await RateAsync(review, "ana", item, 1)));
        Assert.Equal((1, false), Of(await RateAsync(review, "ana", item, 1)));
        Assert.Equal((2, true), Of(await RateAsync(review, "bo", item, 5)));
        Assert.Equal((2, false), Of(await RateAsync(review, "ana", item, 5)));
        Assert.Equal((2, true), Of(await RateAsync(review, "ana", item, 2)));
        Assert.Equal(1, (await GetAsync(review)).Disputed);

        var dispute = Assert.Single((await Service.ListDisputes(new() { Review = review, Adjudicator = "chief" }, Call)).Disputes);
        Assert.Equal((item, 3.0, "rater 1, rater 2"), (dispute.Item.Item, dispute.Distance, string.Join(", ", dispute.Ratings.Select(rating => rating.Rater))));
        await DecideAsync(review, "chief", item, 4);

        Assert.Equal((0, 1), ((await GetAsync(review)).Disputed, (await GetAsync(review)).Labelled));
        Assert.Equal((2, false), Of(await RateAsync(review, "ana", item, 2)));
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => RateAsync(review, "ana", item, 3))).StatusCode);

        static (int, bool) Of(SubmitRatingResponse reply) => (reply.Ratings, reply.Disputed);
    }

    [Fact]
    public async Task Strangers_rate_nothing_and_only_the_adjudicator_decides()
    {
        var review = await OpenAsync();
        var item = (await NextAsync(review, "ana")).Item.Item;
        await RateAsync(review, "ana", item, 1);

        await FailsAsync(StatusCode.PermissionDenied, () => NextAsync(review, "eve"));
        await FailsAsync(StatusCode.PermissionDenied, () => NextAsync(review, "chief"));
        await FailsAsync(StatusCode.PermissionDenied, () => RateAsync(review, "eve", item, 1));
        await FailsAsync(StatusCode.PermissionDenied, () => DecideAsync(review, "ana", item, 1));
        await FailsAsync(StatusCode.PermissionDenied, () => Service.ListDisputes(new() { Review = review, Adjudicator = "" }, Call));
        await FailsAsync(StatusCode.FailedPrecondition, () => DecideAsync(review, "chief", item, 1));
        await FailsAsync(StatusCode.FailedPrecondition, () => RateAsync(review, "bo", item, 1));
        await FailsAsync(StatusCode.NotFound, () => NextAsync("reviews/nothing", "ana"));
    }

    [Theory]
    [InlineData("accuracy=3")]
    [InlineData("accuracy=3 clarity=3 accuracy=3")]
    [InlineData("accuracy=3 clarity=6")]
    [InlineData("accuracy=3 clarity=NaN")]
    [InlineData("accuracy=3 clarity=3 charm=3")]
    public async Task Marks_must_be_one_for_each_criterion_and_on_the_scale(string marks)
    {
        var review = await OpenAsync();
        var item = (await NextAsync(review, "ana")).Item.Item;
        var request = new SubmitRatingRequest { Review = review, Rater = "ana", Item = item };
        foreach (var mark in marks.Split(' ').Select(mark => mark.Split('='))) request.Marks.Add(ReviewedRun.Mark(mark[0], double.Parse(mark[1], System.Globalization.CultureInfo.InvariantCulture)));

        await FailsAsync(StatusCode.InvalidArgument, () => Service.SubmitRating(request, Call));
    }

    [Fact]
    public async Task A_review_is_opened_once_over_a_completed_run_with_two_raters_or_more()
    {
        var review = await OpenAsync(id: "first-review");
        Assert.Equal(review, await OpenAsync(id: "first-review"));
        await FailsAsync(StatusCode.AlreadyExists, () => OpenAsync(Spec(ReviewedRun.Other), "first-review"));
        var bad = Spec();
        bad.Adjudicator = "ana";
        bad.RatersPerItem = 1;
        bad.Items = -1;
        await FailsAsync(StatusCode.InvalidArgument, () => OpenAsync(bad));
        var oneTwice = Spec();
        oneTwice.Raters.Add("ana ");
        await FailsAsync(StatusCode.InvalidArgument, () => OpenAsync(oneTwice));
        var judgeInOwnCause = Spec();
        judgeInOwnCause.Adjudicator = " ana";
        await FailsAsync(StatusCode.InvalidArgument, () => OpenAsync(judgeInOwnCause));
        var closed = Spec();
        closed.Benchmark = "exam";
        await FailsAsync(StatusCode.InvalidArgument, () => OpenAsync(closed));
        Evaluation.State = RunState.Running;
        await FailsAsync(StatusCode.FailedPrecondition, () => OpenAsync());
    }

    [Fact]
    public async Task An_answer_that_is_gone_is_said_to_be_gone_without_saying_whose_it_was()
    {
        var review = await OpenAsync();
        Completions.Shredded = true;

        var error = await Assert.ThrowsAsync<RpcException>(() => NextAsync(review, "ana"));

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.DoesNotContain("lab/", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_so_far_decide_what_is_drawn_and_anchor_the_scores()
    {
        var review = await OpenAsync();
        await RateAllAsync(review, ReviewedRun.Answers);

        var report = await GetAsync(review);

        Assert.Equal(ReviewedRun.Answers, Statistics.Drawn.Count);
        Assert.Equal((ReviewedRun.Answers, 0), (Statistics.Drawn[0].Candidates.Count, Statistics.Drawn[0].Labelled.Count));
        Assert.Equal((1, ReviewedRun.Answers - 1), (Statistics.Drawn[^1].Candidates.Count, Statistics.Drawn[^1].Labelled.Count));
        Assert.Equal((ReviewedRun.Answers, 0), (report.Agreement.Answers, report.Disputed));
        Assert.Equal(ReviewedRun.Candidates, report.Scores.Select(score => score.Candidate));
        Assert.All(report.Scores, score => Assert.Equal((ReviewedRun.Instances, true, true), (score.Labelled, score.Raw.HasValue, score.Anchored.HasValue)));
        Assert.Equal(report.Name, Assert.Single((await Service.ListReviews(new() { Run = ReviewedRun.Name }, Call)).Reviews).Name);
    }

    [Fact]
    public void Draws_with_even_chances_weigh_the_same_and_rarer_ones_more()
    {
        Assert.All(Enumerable.Range(1, 10), draw => Assert.Equal(0.1, DrawWeights.Inclusion(100, 10, draw, 1.0 / (100 - draw + 1)), 1e-12));
        Assert.True(DrawWeights.Inclusion(100, 10, 1, 0.005) < 0.1 && DrawWeights.Inclusion(100, 10, 1, 0.02) > 0.1);
        Assert.Equal(1, DrawWeights.Inclusion(10, 10, 3, 0.01));
    }

    private Task<AdjudicateItemResponse> DecideAsync(string review, string adjudicator, string item, double mark) =>
        Service.AdjudicateItem(new AdjudicateItemRequest { Review = review, Adjudicator = adjudicator, Item = item, Marks = { Marks(mark) } }, Call);

    private static async Task FailsAsync(StatusCode expected, Func<Task> call) => Assert.Equal(expected, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);
}
