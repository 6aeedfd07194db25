using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;
using MedHelm.Scoring.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Functional.Scoring;

/// <summary>What Scoring expects of its storage, whichever engine is behind it.</summary>
public abstract class ScoreStoreContract : IAsyncLifetime
{
    private Func<ValueTask> close = () => default;

    private ScoreStore Scores { get; set; } = null!;

    /// <summary>The value of MEDHELM__STORAGE.</summary>
    protected abstract string Storage { get; }

    public async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", Storage)]).Build();
        var database = new Database("scoring_contract", Settings.Read(configuration), typeof(ScoringModule).Assembly);
        close = database.DisposeAsync;
        await new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        Scores = new ScoreStore(database);
    }

    public async Task DisposeAsync() => await close();

    [Fact]
    public async Task A_score_comes_back_as_it_was_stored()
    {
        Score[] scores =
        [
            Value("a", 1 / 3.0, "json:letter"), Value("b", 0), Value("c", 5),
            new() { Metric = "d", Unscored = new Unscored { Reason = UnscoredReason.NoCompletion, Detail = "content_filter" } },
            new() { Metric = "e", Unscored = new Unscored { Reason = UnscoredReason.NoChoice } },
        ];
        await SaveAsync("runs/round-trip", "m", "b", ("q1", scores));
        Assert.Equal(
            scores.Select(score => new RecordedScore { Candidate = "m", Benchmark = "b", InstanceId = "q1", Score = score }),
            (await ListAsync("runs/round-trip")).Scores);
    }

    [Fact]
    public async Task A_tally_comes_back_with_its_score_and_replaces_the_one_before()
    {
        await SaveAsync("runs/tallies", "m", "b", ("q1", [Counted("x", 1, 2, 3), Value("y", 1)]), ("q2", [Counted("x", 0, 0, 0)]));
        await SaveAsync("runs/tallies", "m", "b", ("q1", [Counted("x", 4, 0, 0)]));
        Assert.Equal(["4 0 0", "none", "0 0 0"], (await ListAsync("runs/tallies")).Scores.Select(score => Text(score.Score.Tally)));

        static Score Counted(string metric, int right, int wrong, int missed) =>
            new() { Metric = metric, Value = 0.5, Tally = new Tally { TruePositives = right, FalsePositives = wrong, FalseNegatives = missed } };

        static string Text(Tally? tally) => tally is null ? "none" : $"{tally.TruePositives} {tally.FalsePositives} {tally.FalseNegatives}";
    }

    [Fact]
    public async Task Scores_are_read_one_by_one_in_the_order_of_the_list_and_by_every_filter()
    {
        Score[] scores = [Value("x", 0.25), new() { Metric = "y", Unscored = new Unscored { Reason = UnscoredReason.NoCompletion, Detail = "timeout" } }];
        foreach (var candidate in new[] { "n", "m" })
            foreach (var benchmark in new[] { "c", "b" }) await SaveAsync("runs/read", candidate, benchmark, ("q2", scores), ("q10", scores));

        Assert.Equal((await ListAsync("runs/read")).Scores, await ReadAsync(new("runs/read", null, null), null));
        Assert.Equal(
            ["b q10 x", "b q2 x", "c q10 x", "c q2 x"],
            (await ReadAsync(new("runs/read", "m", null), "x")).Select(score => $"{score.Benchmark} {score.InstanceId} {score.Score.Metric}"));
        Assert.Equal(4, (await ReadAsync(new("runs/read", "n", "c"), null)).Count);
        Assert.Empty(await ReadAsync(new("runs/else", null, null), null));

        async Task<List<RecordedScore>> ReadAsync(ScoreFilter filter, string? metric)
        {
            var read = new List<RecordedScore>();
            await Scores.ReadAsync(filter, metric, read.Add, default);
            return read;
        }
    }

    [Fact]
    public async Task Storing_again_replaces_and_never_doubles()
    {
        await SaveAsync("runs/again", "m", "b", ("q1", [Value("x", 0), Value("y", 0)]));
        await SaveAsync("runs/again", "m", "b", ("q1", [Value("x", 1)]), ("q1", [Value("x", 0.5)]), ("q2", [Value("x", 1)]));
        Assert.Equal([0.5, 0, 1], (await ListAsync("runs/again")).Scores.Select(score => score.Score.Value));
    }

    [Fact]
    public async Task Scores_are_listed_by_candidate_benchmark_instance_and_metric_in_byte_order()
    {
        string[] keys = ["B|b|1|x", "a|B|1|x", "a|b|1|X", "a|b|1|x", "a|b|10|x", "a|b|2|x", "a|é|1|x", "a-b|b|1|x", "a/b|b|1|x", "ab|b|1|x"];
        foreach (var key in keys.Reverse().Select(key => key.Split('|'))) await SaveAsync("runs/order", key[0], key[1], (key[2], [Value(key[3], 1)]));
        Assert.Equal(keys, (await ListAsync("runs/order")).Scores.Select(s => $"{s.Candidate}|{s.Benchmark}|{s.InstanceId}|{s.Score.Metric}"));
    }

    [Fact]
    public async Task Pages_hold_whole_instances_leave_nothing_out_and_repeat_nothing()
    {
        foreach (var candidate in new[] { "m", "n" })
            await SaveAsync("runs/pages", candidate, "b", [.. Enumerable.Range(0, 5).Select(i => ($"q{i}", new[] { Value("x", i), Value("y", i) }))]);
        var listed = new List<RecordedScore>();
        ScoreKey? after = null;
        do
        {
            var page = await Scores.ListAsync(new ScoreFilter("runs/pages", null, null), after, 3, default);
            Assert.Equal(0, page.Scores.Count % 2);
            listed.AddRange(page.Scores);
            after = page.Last;
        }
        while (after is not null);
        Assert.Equal((await ListAsync("runs/pages")).Scores, listed);
        Assert.Equal(20, listed.Count);
    }

    [Theory]
    [InlineData("m", null, 3)]
    [InlineData(null, "b", 3)]
    [InlineData("m", "b", 2)]
    [InlineData("nobody", null, 0)]
    public async Task Filters_combine(string? candidate, string? benchmark, int expected)
    {
        await SaveAsync("runs/filters", "m", "b", ("1", [Value("x", 1)]), ("2", [Value("x", 1)]));
        await SaveAsync("runs/filters", "m", "c", ("1", [Value("x", 1)]));
        await SaveAsync("runs/filters", "n", "b", ("1", [Value("x", 1)]));
        Assert.Equal(expected, (await Scores.ListAsync(new ScoreFilter("runs/filters", candidate, benchmark), null, 10, default)).Scores.Count);
    }

    [Fact]
    public async Task Writers_of_the_same_rows_at_once_wait_for_each_other()
    {
        (string, Score[])[] rows = [.. Enumerable.Range(0, 300).Select(i => ($"q{i}", new[] { Value("x", 1) }))];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
            SaveAsync("runs/same", "m", "b", writer % 2 == 0 ? rows : [.. rows.Reverse()]))));
        Assert.Equal(300, (await ListAsync("runs/same")).Scores.Count);
    }

    private Task<ScorePage> ListAsync(string run) => Scores.ListAsync(new ScoreFilter(run, null, null), null, 1000, default);

    private Task SaveAsync(string run, string candidate, string benchmark, params (string Instance, Score[] Scores)[] items) => Scores.SaveAsync(
        new InstancesScored
        {
            Run = run,
            Candidate = candidate,
            Benchmark = benchmark,
            Items = { items.Select(item => new ScoredInstance { InstanceId = item.Instance, Scores = { item.Scores } }) },
        },
        default);

    private static Score Value(string metric, double value, string rule = "") => new() { Metric = metric, Value = value, Rule = rule };
}
