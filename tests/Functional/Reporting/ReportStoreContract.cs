using Dapper;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Reporting;
using MedHelm.Reporting.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Functional.Reporting;

/// <summary>What Reporting expects of its storage, whichever engine is behind it.</summary>
public abstract class ReportStoreContract : IAsyncLifetime
{
    private static readonly CellKey Cell = new("bench", "model");

    private Func<ValueTask> close = () => default;
    private Database stored = null!;

    private RecordStore Records { get; set; } = null!;

    private FigureStore Figures { get; set; } = null!;

    private LeaderboardStore Leaderboards { get; set; } = null!;

    /// <summary>The value of MEDHELM__STORAGE.</summary>
    protected abstract string Storage { get; }

    public async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", Storage)]).Build();
        var database = new Database("reporting_contract", Settings.Read(configuration), typeof(ReportingModule).Assembly);
        (close, stored) = (database.DisposeAsync, database);
        await new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        (Records, Figures, Leaderboards) = (new(database), new(database), new(database));
    }

    public async Task DisposeAsync() => await close();

    [Fact]
    public async Task Nothing_recorded_is_nothing()
    {
        Assert.Empty(await Figures.ReadAsync("runs/none", default));
        Assert.Equal(0, (await Figures.CountAsync("runs/none", Cell, default)).Outcomes);
    }

    [Fact]
    public async Task Money_is_summed_by_who_was_asked()
    {
        await Records.SaveAsync(Produced("runs/money", "", Answer("q2", 5, paid: false), Answer("q1", 5_000_000_000, paid: true), Failure("q3")), default);
        await Records.SaveAsync(Produced("runs/money", "one", Answer("q1", 7, paid: true)), default);
        await Records.SaveAsync(Produced("runs/money", "two", Failure("q1")), default);

        var cell = Assert.Single(await Figures.ReadAsync("runs/money", default)).Value;

        Assert.Equal((3, 2, 2), (cell.Outcomes, cell.Answered, cell.JurorOutcomes));
        Assert.Equal((5_000_000_005, 7, 5_000_000_007), (cell.CandidateCost, cell.JuryCost, cell.Charged));
        Assert.Equal((2, 1), (cell.ProviderCalls, cell.Reused));
    }

    [Fact]
    public async Task An_outcome_recorded_again_changes_nothing()
    {
        await Records.SaveAsync(Produced("runs/again", "", Answer("q1", 5, paid: true)), default);
        await Records.SaveAsync(Produced("runs/again", "", Answer("q1", 5, paid: true), Answer("q1", 5, paid: true), Answer("q2", 5, paid: true)), default);
        var cell = Assert.Single(await Figures.ReadAsync("runs/again", default)).Value;
        Assert.Equal((2, 10), (cell.Outcomes, cell.CandidateCost));
    }

    [Fact]
    public async Task Values_come_in_instance_order_and_reasons_are_counted()
    {
        await Records.SaveAsync(Scored("runs/scores", Value("q3", 1 / 3.0), None("q2", UnscoredReason.NoChoice), Value("q1", 1)), "main", default);
        await Records.SaveAsync(Scored("runs/scores", None("q5", UnscoredReason.NoCompletion, "timeout"), None("q4", UnscoredReason.NoCompletion, "timeout")), "main", default);
        await Records.SaveAsync(Scored("runs/scores", Value("q6", 0)), "a metric it has no score of", default);

        var cell = Assert.Single(await Figures.ReadAsync("runs/scores", default)).Value;

        Assert.Equal([1, 1 / 3.0], cell.Values);
        Assert.Equal([new("no_choice", 1L), new("no_completion: timeout", 2L)], cell.Unscored);
        Assert.Equal(5, cell.Decided);
    }

    [Fact]
    public async Task The_cluster_of_an_instance_is_kept_with_its_score()
    {
        var scored = Scored("runs/clusters", Value("q1", 1), Value("q2", 0));
        scored.Items[0].Cluster = "patient 7";
        await Records.SaveAsync(scored, "main", default);
        var clusters = await stored.ReadAsync(connection => connection.QueryAsync<string>("SELECT cluster FROM scores WHERE run = 'runs/clusters' ORDER BY instance"), default);
        Assert.Equal(["patient 7", ""], clusters);
    }

    [Fact]
    public async Task A_score_computed_again_replaces_the_one_before()
    {
        await Records.SaveAsync(Scored("runs/rescored", None("q1", UnscoredReason.NoChoice), Value("q2", 0)), "main", default);
        await Records.SaveAsync(Scored("runs/rescored", Value("q1", 1), None("q2", UnscoredReason.NoChoice)), "main", default);
        var cell = Assert.Single(await Figures.ReadAsync("runs/rescored", default)).Value;
        Assert.Equal([1], cell.Values);
        Assert.Equal([new("no_choice", 1L)], cell.Unscored);
    }

    [Fact]
    public async Task Abstentions_are_counted_among_verdicts()
    {
        var abstains = new Verdict { Juror = "two", Abstention = new Abstention { Reason = AbstentionReason.NoJson } };
        var reached = new VerdictsReached
        {
            Run = "runs/verdicts",
            Benchmark = Cell.Benchmark,
            Candidate = Cell.Candidate,
            Items = { new JudgedInstance { InstanceId = "q1", Calls = 4, Verdicts = { abstains, new Verdict { Juror = "one", Marks = new Marks() } } }, new JudgedInstance { InstanceId = "q2", Calls = 1, Spared = { "one" }, Verdicts = { abstains } } },
        };
        await Records.SaveAsync(reached, default);
        await Records.SaveAsync(reached, default);
        var cell = Assert.Single(await Figures.ReadAsync("runs/verdicts", default)).Value;
        Assert.Equal((2, 5, 1, 2), (cell.Judged, cell.JurorCalls, cell.SparedCalls, cell.Abstentions));
    }

    [Fact]
    public async Task Counting_one_cell_agrees_with_reading_all()
    {
        await Records.SaveAsync(Produced("runs/count", "", Answer("q1", 5, paid: true), Failure("q2")), default);
        await Records.SaveAsync(Produced("runs/count", "one", Answer("q1", 5, paid: true)), default);
        await Records.SaveAsync(Scored("runs/count", Value("q1", 1), None("q2", UnscoredReason.NoCompletion)), "main", default);
        var counted = await Figures.CountAsync("runs/count", Cell, default);
        Assert.Equal((2, 1, 1, 2, 0), (counted.Outcomes, counted.Answered, counted.JurorOutcomes, counted.Decided, counted.Judged));
        Assert.Equivalent((await Figures.ReadAsync("runs/count", default))[Cell].Counts, counted);
    }

    [Fact]
    public async Task A_final_leaderboard_stays_as_it_was_first_stored()
    {
        Assert.Null(await Leaderboards.FindAsync("runs/final", default));
        await Leaderboards.SaveAsync(new Leaderboard { Run = "runs/final", Suite = "first" }, default);
        await Leaderboards.SaveAsync(new Leaderboard { Run = "runs/final", Suite = "second" }, default);
        Assert.Equal("first", (await Leaderboards.FindAsync("runs/final", default))?.Suite);
    }

    [Fact]
    public async Task A_leaderboard_is_due_from_the_completion_of_the_run_until_it_is_stored()
    {
        Assert.False(await Leaderboards.IsDueAsync("runs/due", default));
        await Leaderboards.MarkCompletedAsync("runs/due", default);
        await Leaderboards.MarkCompletedAsync("runs/due", default);
        Assert.True(await Leaderboards.IsDueAsync("runs/due", default));
        await Leaderboards.SaveAsync(new Leaderboard { Run = "runs/due" }, default);
        Assert.False(await Leaderboards.IsDueAsync("runs/due", default));
    }

    [Fact]
    public async Task Writers_of_the_same_rows_at_once_wait_for_each_other()
    {
        ScoredInstance[] rows = [.. Enumerable.Range(0, 300).Select(i => Value($"q{i}", 1))];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
            Records.SaveAsync(Scored("runs/same", writer % 2 == 0 ? rows : [.. rows.Reverse()]), "main", default))));
        Assert.Equal(300, (await Figures.CountAsync("runs/same", Cell, default)).Decided);
    }

    private static CompletionsProduced Produced(string run, string juror, params ProducedCompletion[] items) => new()
    {
        Batch = new CompletionBatch { Run = run, Benchmark = Cell.Benchmark, Candidate = Cell.Candidate, Juror = juror },
        Items = { items },
    };

    private static ProducedCompletion Answer(string instance, long cost, bool paid) => new()
    {
        InstanceId = instance,
        Outcome = new CompletionOutcome { Completion = new Completion(), CostNanoUsd = cost, ChargedNanoUsd = paid ? cost : 0, PaidByThisItem = paid },
    };

    private static ProducedCompletion Failure(string instance) =>
        new() { InstanceId = instance, Outcome = new CompletionOutcome { Failure = new Failure { Reason = FailureReason.Timeout } } };

    private static InstancesScored Scored(string run, params ScoredInstance[] items) =>
        new() { Run = run, Benchmark = Cell.Benchmark, Candidate = Cell.Candidate, Items = { items } };

    private static ScoredInstance Value(string instance, double value) =>
        new() { InstanceId = instance, Scores = { new Score { Metric = "main", Value = value }, new Score { Metric = "another metric", Value = 9 } } };

    private static ScoredInstance None(string instance, UnscoredReason reason, string detail = "") =>
        new() { InstanceId = instance, Scores = { new Score { Metric = "main", Unscored = new Unscored { Reason = reason, Detail = detail } } } };
}
