using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;
using MedHelm.Inference.Storage;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class BookPageTests
{
    private const long WorstCase = 100;
    private const long Actual = 30;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly AccountKey Run = new("runs/test", "");

    [Fact]
    public void A_question_has_one_holder_at_a_time()
    {
        var page = Page();

        Assert.Equal(BookAnswerKind.Done, page.Apply(Claim("q", "one")).Kind);
        Assert.Equal(BookAnswerKind.Held, page.Apply(Claim("q", "two")).Kind);
        Assert.Equal(BookAnswerKind.Done, page.Apply(Claim("other", "two")).Kind);
    }

    [Fact]
    public void Whoever_finds_a_question_taken_learns_whether_it_is_in_a_batch()
    {
        var page = Page();
        var batch = Claim("q", "batch");
        page.Apply(batch with { Claim = batch.Claim with { PriceClass = PriceClass.Batch } });
        page.Apply(Claim("r", "live"));

        Assert.True(page.Apply(Claim("q", "two")).InBatch);
        Assert.False(page.Apply(Claim("r", "two")).InBatch);
    }

    [Fact]
    public void A_claim_whose_time_is_up_is_taken_over_and_its_late_holder_changes_nothing_of_the_new_one()
    {
        var page = Page();
        page.Apply(Claim("q", "one"));
        var later = Later(page, Lease);

        Assert.Equal(BookAnswerKind.Done, later.Apply(Claim("q", "two")).Kind);
        later.Apply(Answer("q", "one"));

        Assert.Equal("two", later.Claims["q"].Claim.Holder);
        Assert.Equal(WorstCase, Reserved(later));
    }

    [Fact]
    public void An_answered_question_cannot_be_claimed()
    {
        var page = Page();
        page.Apply(Claim("q", "one"));
        page.Apply(Answer("q", "one"));

        Assert.Equal(BookAnswerKind.Answered, page.Apply(Claim("q", "two")).Kind);
    }

    [Fact]
    public void What_the_limit_has_no_room_for_is_refused_by_name_and_reserves_nothing_anywhere()
    {
        var page = Page(limit: 250);
        page.Apply(Claim("a", "1"));
        page.Apply(Claim("b", "2"));

        var answer = page.Apply(Claim("c", "3"));

        Assert.Equal(new Shortfall("runs/test", WorstCase, 50, MayPass: true), answer.Shortfall);
        Assert.All(page.Accounts.Changed, changed => Assert.Equal(200, changed.Account.Reserved));
    }

    [Fact]
    public void Room_comes_back_when_a_call_settles_for_less()
    {
        var page = Page(limit: 130);
        page.Apply(Claim("a", "1"));
        Assert.Equal(BookAnswerKind.NoRoom, page.Apply(Claim("b", "2")).Kind);
        page.Apply(Answer("a", "1"));

        Assert.Equal(BookAnswerKind.Done, page.Apply(Claim("b", "2")).Kind);
        page.Apply(Answer("b", "2"));
        Assert.Equal(new Shortfall("runs/test", WorstCase, 70, MayPass: false), page.Apply(Claim("c", "3")).Shortfall);
    }

    [Fact]
    public void A_second_attempt_books_the_first_and_reserves_anew()
    {
        var page = Page(limit: 130);
        page.Apply(Claim("a", "1"));

        Assert.Equal(BookAnswerKind.Done, page.Apply(Claim("a", "1") with { Calls = [Row("a", "1|1", Actual)] }).Kind);
        Assert.Equal((Actual, WorstCase), (Spent(page), Reserved(page)));
        Assert.Equal(BookAnswerKind.NoRoom, page.Apply(Claim("a", "1") with { Calls = [Row("a", "1|2", Actual)] }).Kind);
        Assert.Equal((2 * Actual, 0L), (Spent(page), Reserved(page)));
    }

    [Theory]
    [InlineData(true, true, 0)]
    [InlineData(true, false, WorstCase)]
    [InlineData(false, true, WorstCase)]
    [InlineData(false, false, WorstCase)]
    public void An_abandoned_call_counts_as_spent_unless_its_key_is_asked_again_and_billed_once(bool honoursKeys, bool askedAgain, long spent)
    {
        var page = Page();
        page.Apply(Claim("a", "1", honoursKeys));

        page.Abandon(page.Claims["a"].Claim, askedAgain);

        Assert.Equal((spent, 0L), (Spent(page), Reserved(page)));
    }

    [Fact]
    public void What_a_dead_holder_may_have_spent_stays_counted_when_the_next_asker_has_no_room_and_is_told_to_one_who_has()
    {
        var page = Page();
        page.Apply(Claim("a", "1"));
        var later = Later(page, Lease);
        var poor = Claim("a", "2");
        poor = poor with { Claim = poor.Claim with { Run = "runs/poor" } };
        later.Accounts.Add(new AccountKey("runs/poor", ""), new Account { Limit = 0 });

        Assert.Equal(BookAnswerKind.NoRoom, later.Apply(poor).Kind);
        Assert.Equal((WorstCase, 0L), (Spent(later), Reserved(later)));

        later.Apply(Claim("a", "3"));
        later.Apply(Answer("a", "3"));
        Assert.Equal((Actual, 0L), (Spent(later), Reserved(later)));

        var other = Page();
        other.Apply(Claim("a", "1"));
        Assert.True(Later(other, Lease).Apply(Claim("a", "2")).MayBeBilled);
        Assert.False(Later(other, Lease).Apply(Claim("a", "1")).MayBeBilled);
    }

    [Fact]
    public void A_holder_thought_dead_who_comes_back_replaces_the_presumption_by_the_truth()
    {
        var page = Page();
        page.Apply(Claim("a", "1", honoursKeys: false));
        page.Abandon(page.Claims["a"].Claim, askedAgain: false);

        page.Apply(Answer("a", "1", honoursKeys: false));

        Assert.Equal(Actual, Spent(page));
        Assert.Equal(Actual, Assert.Single(page.NewRows).CostNanoUsd);
    }

    [Fact]
    public void One_key_billed_once_is_booked_once_though_two_replicas_got_its_answer()
    {
        var page = Page();
        page.Apply(Claim("a", "1"));
        var later = Later(page, Lease);
        later.Apply(Claim("a", "2"));

        later.Apply(Answer("a", "2"));
        later.Apply(Answer("a", "1"));

        Assert.Equal((Actual, 0L), (Spent(later), Reserved(later)));
    }

    [Fact]
    public void An_entry_applied_again_after_its_commit_got_lost_books_nothing_twice()
    {
        var page = Page();
        page.Apply(Claim("a", "1", honoursKeys: false));
        var after = Later(page, TimeSpan.Zero);
        after.Apply(Answer("a", "1", honoursKeys: false));
        var again = Later(after, TimeSpan.Zero);
        again.BookedCalls.UnionWith(after.NewRows.Select(row => row.CallKey));

        again.Apply(Answer("a", "1", honoursKeys: false));

        Assert.Equal((Actual, 0L), (Spent(again), Reserved(again)));
        Assert.Empty(again.NewRows);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whatever_the_order_of_claims_answers_and_deaths_the_limit_holds_and_the_books_balance(bool honoursKeys)
    {
        const long Limit = 1000;
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var page = Page(Limit);
            var rows = new Dictionary<string, LedgerRow>(StringComparer.Ordinal);
            var holders = new List<(string Digest, string Holder)>();
            for (var step = 0; step < 120; step++)
            {
                switch (random.Next(5))
                {
                    case 0 or 1:
                        var claim = Claim($"q{random.Next(30)}", $"h{step}", honoursKeys);
                        if (page.Apply(claim).Kind == BookAnswerKind.Done) holders.Add((claim.RequestDigest, claim.Claim.Holder));
                        break;
                    case 2 when holders.Count > 0:
                        var (digest, holder) = holders[random.Next(holders.Count)];
                        holders.Remove((digest, holder));
                        page.Apply(Answer(digest, holder, honoursKeys));
                        break;
                    case 3:
                        page = Turn(page, TimeSpan.FromSeconds(random.Next(12)));
                        break;
                    case 4 when page.Claims.Values.Where(held => held.UntilMs < page.NowMs).ToList() is { Count: > 0 } dead:
                        page.Abandon(dead[0].Claim, askedAgain: false);
                        break;
                }
                Assert.True(Reserved(page) >= 0);
                Assert.Equal(page.Claims.Values.Sum(held => held.Claim.ReservedNanoUsd), Reserved(page));
                // A late answer under a key that was taken over is the same bill as the one reserved for.
                Assert.InRange(Spent(page) + (honoursKeys ? 0 : Reserved(page)), 0, Limit);
            }
            Turn(page, TimeSpan.Zero);
            Assert.Equal(rows.Values.Sum(row => row.CostNanoUsd), Spent(page));

            BookPage Turn(BookPage old, TimeSpan time)
            {
                foreach (var key in old.Voided) rows.Remove(key);
                foreach (var row in old.NewRows) Assert.True(rows.TryAdd(row.CallKey, row));
                return Later(old, time);
            }
        }
    }

    private static BookPage Page(long? limit = null)
    {
        var page = new BookPage { NowMs = 1_000_000 };
        foreach (var key in AccountKey.Covering("runs/test", "default", "2026-11")) page.Accounts.Add(key, new Account { Limit = key == Run ? limit : null });
        return page;
    }

    /// <summary>What the next transaction would read.</summary>
    private static BookPage Later(BookPage page, TimeSpan time)
    {
        var later = new BookPage { NowMs = page.NowMs + (long)time.TotalMilliseconds };
        foreach (var key in AccountKey.Covering("runs/test", "default", "2026-11")) later.Accounts.Add(key, page.Accounts[key]);
        foreach (var (digest, claim) in page.Claims) later.Claims[digest] = claim;
        foreach (var (digest, answer) in page.Answers) later.Answers[digest] = answer;
        later.BilledAnswers.UnionWith(page.BilledAnswers);
        foreach (var (digest, rows) in page.Presumed) later.Presumed[digest] = [.. rows];
        return later;
    }

    private static long Spent(BookPage page) => page.Accounts[Run].Spent;

    private static long Reserved(BookPage page) => page.Accounts[Run].Reserved;

    private static ClaimEntry Claim(string digest, string holder, bool honoursKeys = true) => new()
    {
        RequestDigest = digest,
        Lease = Lease,
        Claim = new Claim
        {
            RequestDigest = digest,
            Holder = holder,
            Owner = "process",
            ItemKey = "item",
            Run = "runs/test",
            Project = "default",
            Month = "2026-11",
            Deployment = "fake/m",
            Purpose = Purpose.Candidate,
            PriceVersion = "",
            PriceClass = PriceClass.Live,
            HonoursKeys = honoursKeys,
            ReservedNanoUsd = WorstCase,
            ClaimedAt = default,
        },
    };

    private static OutcomeEntry Answer(string digest, string holder, bool honoursKeys = true) => new()
    {
        RequestDigest = digest,
        Holder = holder,
        ItemKey = "item",
        Answer = new StoredCompletion("item", [1], ""),
        HonoursKeys = honoursKeys,
        Calls = [Row(digest, holder + "|1", Actual)],
    };

    private static LedgerRow Row(string digest, string key, long cost) => new()
    {
        CallKey = key,
        RequestDigest = digest,
        Run = "runs/test",
        Project = "default",
        Month = "2026-11",
        Deployment = "fake/m",
        Purpose = Purpose.Candidate,
        PriceVersion = "",
        PriceClass = PriceClass.Live,
        CostNanoUsd = cost,
        Billed = true,
        CalledAt = default,
    };
}
