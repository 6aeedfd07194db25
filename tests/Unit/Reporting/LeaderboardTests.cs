using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Reporting;

public sealed class LeaderboardTests : ReportingOnSqlite
{
    [Fact]
    public async Task Before_anything_is_decided_numbers_are_absent_and_everything_planned_is_there()
    {
        var board = await GetAsync();
        Assert.False(board.Final);
        Assert.Equal(["closed", "open"], board.Columns.Select(column => column.Benchmark));
        Assert.Equal(["a", "b"], board.Rows.Select(row => row.Model));
        Assert.All(board.Rows, row =>
        {
            Assert.Equal((false, false, false), (row.HasWinRate, row.HasMacroAverage, row.HasMacroSd));
            Assert.All(row.Cells, cell => Assert.Equal((false, false, 0L), (cell.HasScore, cell.HasFloor, cell.Coverage.Answered)));
        });
        Assert.Equal((10, 0, true), (board.Coverage.Planned, board.Coverage.Scored, board.Coverage.Incomplete));
        Assert.Empty(board.Coverage.Unscored);
    }

    [Fact]
    public async Task A_paused_run_says_which_budget_stopped_it_until_it_goes_on()
    {
        Evaluation.Run = new Run { State = RunState.Paused, Pause = new RunPause { Budget = "projects/icu/monthly", NeededNanoUsd = 51_000_000, AvailableNanoUsd = 20_000_000 } };
        var board = await GetAsync();
        Assert.False(board.Final);
        Assert.StartsWith("The run is paused: budget projects/icu/monthly had $0.02 free when a call was refused that may cost $0.051.", board.Notices[0], StringComparison.Ordinal);

        foreach (var other in new[] { new Run { State = RunState.Running }, null })
        {
            Evaluation.Run = other;
            Assert.Equal("The run is under way: numbers still change.", (await GetAsync()).Notices[0]);
        }
    }

    [Fact]
    public async Task Rows_hold_scores_floors_and_standings()
    {
        await HandleAsync(Sample.Events());
        var board = await GetAsync();
        Assert.True(board.Final);
        // Closed: a 1 of 2, b 2 of 2. Open on the rubric's scale 0..10: a 8.5, b 7.5. Each wins once, so the macro-average decides.
        Assert.Equal([("b", 0.5, 0.875), ("a", 0.5, 0.675)], board.Rows.Select(row => (row.Model, row.WinRate, row.MacroAverage)));
        Assert.Equal([1, 7.5, 0.5, 8.5], board.Rows.SelectMany(row => row.Cells.Select(cell => cell.Score)));
        Assert.Equal([2 / 3.0, 7.5, 1 / 3.0, 8.5], board.Rows.SelectMany(row => row.Cells.Select(cell => cell.Floor)));
        // One opponent: no spread. Categories are the benchmarks' own.
        Assert.Equal([0.0, 0.0], board.Rows.Select(row => row.WinSd));
        Assert.Equal([("C", 1.0), ("O", 0.75), ("C", 0.5), ("O", 0.85)], board.Rows.SelectMany(row => row.Categories.Select(category => (category.Name, category.Mean))));
        Assert.Equal((0, 10, "Jury score"), (board.Columns[1].RangeMin, board.Columns[1].RangeMax, board.Columns[1].MetricDisplayName));
    }

    [Fact]
    public async Task Sub_runs_weigh_the_same_and_a_floor_counts_what_each_lacks()
    {
        var plan = Sample.Plan();
        plan.Benchmarks[0].Subsets.Add([new Subset { Name = "x", Instances = 1 }, new Subset { Name = "y", Instances = 2 }]);
        Evaluation.Plan = plan;
        var scored = Sample.Scored("closed", "a", Sample.Value("1", "exact_match", 1), Sample.Value("2", "exact_match", 1));
        (scored.Items[0].Subset, scored.Items[1].Subset) = ("x", "y");
        await HandleAsync(scored);

        var cell = (await GetAsync()).Rows.Single(row => row.Model == "a").Cells[0];

        // x: 1 of 1. y: 1 of 2, the other not decided yet.
        Assert.Equal((1.0, 0.75), (cell.Score, cell.Floor));
        Assert.Equal([("x", 1.0, 1), ("y", 1.0, 1)], cell.Subsets.Select(subset => (subset.Subset, subset.Score, subset.Scored)));
    }

    [Fact]
    public async Task Coverage_says_what_is_missing_and_why()
    {
        Certificates.All.Add(new() { Benchmarks = { "open" }, Certified = true });
        await HandleAsync(Sample.Events());
        var board = await GetAsync();
        Assert.Equal((10, 9, 8, true, 1), (board.Coverage.Planned, board.Coverage.Answered, board.Coverage.Scored, board.Coverage.Incomplete, board.Coverage.Abstentions));
        Assert.Equal([("no_choice", 1), ("no_completion: content_filter", 1)], board.Coverage.Unscored.Select(u => (u.Reason, (int)u.Count)));
        var complete = board.Rows.Single(row => row.Model == "a").Cells[1].Coverage;
        Assert.Equal((2, 2, 2, false, 0), (complete.Planned, complete.Answered, complete.Scored, complete.Incomplete, complete.Abstentions));
        Assert.Equal(
            [
                "The jury was incomplete: 1 juror calls ended without a valid verdict, so some jury scores rest on fewer jurors than others; compare them with care. ListVerdicts has the reasons.",
                "2 of 10 planned instances have no score; means are over the others, and coverage says why.",
                "Of no model is it shown that b, which ranks first, is better: the ranks may be chance.",
                "Intervals that rest on fewer than 20 independent instances tend to be too narrow: closed, open.",
            ],
            board.Notices);
    }

    [Fact]
    public async Task A_run_too_large_for_intervals_has_its_means_and_says_why_there_are_no_more()
    {
        Scoring.RefusesStandings = true;
        Certificates.All.Add(new() { Benchmarks = { "open" }, Certified = true });
        await HandleAsync(Sample.Events());
        var board = await GetAsync();

        Assert.All(board.Rows, row => Assert.True(row.HasWinRate && row.Standing is null && row.Cells.All(cell => cell.Interval is null)));
        Assert.EndsWith("does not estimate them for a table like this: table: must be smaller", board.Notices[^1]);
    }

    [Fact]
    public async Task Costs_tell_list_prices_from_what_this_run_caused()
    {
        await HandleAsync(Sample.Events());
        var board = await GetAsync();
        Assert.Equal(new RunCost { CandidatesNanoUsd = 335, JuryNanoUsd = 49, ChargedNanoUsd = 367, ProviderCalls = 13, Reused = 3 }, board.Cost);
        Assert.Equal([("a", 220, 28), ("b", 115, 21)], board.Rows.OrderBy(row => row.Model).Select(row => (row.Model, (int)row.CandidateCostNanoUsd, (int)row.JuryCostNanoUsd)));
    }

    [Fact]
    public async Task Baselines_recordings_samples_and_a_single_model_are_pointed_out()
    {
        var plan = Sample.Plan();
        plan.Models.RemoveAt(1);
        (plan.Models[0].Baseline, plan.Models[0].Replay) = (true, true);
        plan.Benchmarks[0].Data = DatasetChoice.Sample;
        foreach (var juror in plan.Benchmarks[1].Jury.Jurors) juror.Baseline = true;
        Evaluation.Plan = plan;

        Assert.Equal(
            [
                "The run is under way: numbers still change.",
                "Jury ratings come from baseline rules, not from language models (j1, j2): they do not measure the quality of answers.",
                "Baseline rules, not language models: a.",
                "Answers replayed from recordings made earlier, with other prompts perhaps: a.",
                "Run on the small samples that come with the benchmarks, whose scores say nothing about models: closed.",
                "Some benchmarks ran on their full data and some on samples, and win rate and macro-average mix them: rank models by benchmarks on full data only.",
                "With one model there is no win rate.",
                "Uncertified jury scores, of which nobody has shown how far to trust them: open. Missing: the run is under way; certificates stand once it is over.",
            ],
            (await GetAsync()).Notices);
    }

    [Fact]
    public async Task While_Scoring_is_away_a_leaderboard_under_way_is_unavailable_and_says_why()
    {
        Scoring.Down = true;
        var refusal = await Assert.ThrowsAsync<RpcException>(() => GetAsync());
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.Contains("Scoring", refusal.Status.Detail);
    }

    [Theory]
    [InlineData("sample", StatusCode.InvalidArgument)]
    [InlineData("runs/planning", StatusCode.FailedPrecondition)]
    public async Task A_run_without_a_plan_is_refused_as_Evaluation_refuses_it(string run, StatusCode code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(() => GetAsync(run))).StatusCode);
}
