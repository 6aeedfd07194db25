using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging;
using MedHelm.Judging.Ratings;
using MedHelm.Judging.Reviews;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Functional.Judging;

/// <summary>What reviews and imported ratings expect of their storage, whichever engine is behind it.</summary>
public abstract class ReviewStoreContract : IAsyncLifetime
{
    private readonly List<Database> replicas = [];

    /// <summary>The value of MEDHELM__STORAGE.</summary>
    protected abstract string Storage { get; }

    public virtual async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", Storage)]).Build();
        for (var i = 0; i < 2; i++) replicas.Add(new Database("judging_reviews", Settings.Read(configuration), typeof(JudgingModule).Assembly));
        await new DatabaseMigrator([replicas[0]], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var replica in replicas) await replica.DisposeAsync();
    }

    [Fact]
    public async Task A_review_comes_back_with_what_was_drawn_rated_and_decided()
    {
        var store = Store(0);
        var review = await OpenAsync(store, "round-trip");
        Assert.True(await store.GiveAsync(review, "item-b", "ana", 1000, (1, 0.25), default));
        Assert.True(await store.RateAsync(await SeenAsync(store, review), "item-b", new ItemRating("ana", 1000, Marks(4), "患者 \0", 77), default));
        Assert.True(await store.DecideAsync(await SeenAsync(store, review), "item-b", Marks(2), default));

        var state = (await Store(1).FindAsync("round-trip", default))!;

        Assert.Equal(review with { Version = 3 }, state.Review);
        var item = Assert.Single(state.Items);
        Assert.Equal(("item-b", "b", 0.5, 1L, 0.25, Marks(2)), (item.Item, item.InstanceId, item.Spread, item.Draw, item.Chance, item.Decided));
        Assert.Equal(new ItemRating("ana", 1000, Marks(4), "患者 \0", 77), Assert.Single(item.Ratings));
        Assert.Equal(["item-a", "item-c"], (await store.UndrawnAsync("round-trip", default)).Select(answer => answer.Item));
        Assert.Contains("round-trip", (await store.OfBenchmarkAsync("bench", default)).Select(found => found.Review.Id));
        Assert.Null(await store.FindAsync("nothing", default));
    }

    [Fact]
    public async Task Of_replicas_that_change_a_review_at_once_one_wins_and_the_others_hear_of_it()
    {
        var review = await OpenAsync(Store(0), "contested");

        var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Store(i % 2).GiveAsync(review, "item-a", $"rater-{i}", 1000, (1, 0.5), default))));

        Assert.Single(won, true);
        Assert.Single((await Store(0).FindAsync("contested", default))!.Items.Single().Ratings);
    }

    [Fact]
    public async Task A_review_opened_by_two_replicas_at_once_has_its_answers_once()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => Task.Run(() => Store(i).InsertAsync(Record("opened-twice"), [Answer($"a-{i}"), Answer($"b-{i}")], default))));

        Assert.Single(opened, true);
        Assert.Equal(2, (await Store(0).UndrawnAsync("opened-twice", default)).Count);
    }

    [Fact]
    public async Task A_rating_set_is_stored_once_and_whole()
    {
        var set = new RatingSet { Name = "ratingSets/contract", Criteria = { "accuracy" }, Run = "runs/rated", Sha256 = "x" };
        var table = new RatingTable(["accuracy"], [new("zoë", "b", "q2", "m", [4], [3.5]), new("ana", "b", "q10", "m", [1], null)], []);

        var kept = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => Task.Run(() => new RatingStore(replicas[i]).InsertAsync(set, table, default))));

        Assert.Single(kept, (RatingSet?)null);
        Assert.Single(kept, set);
        var store = new RatingStore(replicas[0]);
        Assert.Equal(["ana q10 1 ", "zoë q2 4 3.5"], (await store.ReadAsync(set.Name, default)).Select(row => FormattableString.Invariant($"{row.Rater} {row.InstanceId} {row.Marks[0]} {row.Jury?[0]}")));
        Assert.Equal([set], await store.ListAsync("runs/rated", default));
        Assert.Empty(await store.ListAsync("runs/other", default));
    }

    private ReviewStore Store(int replica) => new(replicas[replica]);

    private static async Task<ReviewRecord> OpenAsync(ReviewStore store, string id)
    {
        Assert.True(await store.InsertAsync(Record(id), [Answer("a"), Answer("b"), Answer("c")], default));
        Assert.False(await store.InsertAsync(Record(id), [Answer("d")], default));
        return (await store.FindAsync(id, default))!.Review;
    }

    private static async Task<ReviewRecord> SeenAsync(ReviewStore store, ReviewRecord review) => (await store.FindAsync(review.Id, default))!.Review;

    private static ReviewRecord Record(string id) => new(id, new ReviewSpec { Run = "runs/reviewed", Benchmark = "bench", Raters = { "ana", "bo" }, RatersPerItem = 2 }, "5a", 7, 3, 0);

    private static ReviewAnswer Answer(string name) => new("item-" + name, name, new JudgedAnswer { Item = name, Candidate = "model", Jury = 3 }, 0.5);

    private static Marks Marks(double mark) => new() { Marks_ = { new Mark { Criterion = "accuracy", Score = mark } } };
}
