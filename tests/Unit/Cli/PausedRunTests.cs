using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Reporting.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class PausedRunTests
{
    private static readonly string[] AdHoc = ["run", "--model", "m", "--benchmark", "med_qa:sample:3", "--run-id", "quick-1"];
    private readonly FakeServices services = new();
    private readonly CommandLineHarness cli;
    private int streams;

    public PausedRunTests()
    {
        cli = new CommandLineHarness(services);
        services.On<CreateRunRequest>("CreateRun", _ => new CreateRunResponse { Run = State(RunState.Planning) });
        services.On<GetLeaderboardRequest>("GetLeaderboard", _ =>
        {
            var board = Boards.Of(1, 1);
            board.Final = false;
            return new GetLeaderboardResponse { Leaderboard = board };
        });
    }

    [Fact]
    public async Task A_run_that_only_money_lets_go_on_ends_with_code_four_its_leaderboard_and_the_command_to_raise_the_budget()
    {
        Paused(new Budget { Name = "runs/quick-1", LimitNanoUsd = 5_000_000_000, SpentNanoUsd = 4_980_000_000 });

        Assert.Equal(4, await cli.InvokeAsync([.. AdHoc, "--address", "http://10.0.0.7:5081"]));
        Assert.Contains("PROVISIONAL", cli.Output, StringComparison.Ordinal);
        Assert.Contains("runs/quick-1: paused, 1/6 decided (16 %), budget runs/quick-1 had $0.02 free when the call was refused, and the call may cost $0.05", cli.Error, StringComparison.Ordinal);
        Assert.Contains("runs/quick-1 is paused: budget runs/quick-1 has spent $4.98 of $5.00, and the next call may cost $0.05.", cli.Error, StringComparison.Ordinal);
        Assert.Contains("  medhelm budget set runs/quick-1 10.00 --address http://10.0.0.7:5081\n", cli.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("exit code 4", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_until_calls_under_way_are_settled_ends_nothing()
    {
        Paused(new Budget { Name = "runs/quick-1", LimitNanoUsd = 5_000_000_000, SpentNanoUsd = 1_000_000_000, ReservedNanoUsd = 3_980_000_000 });

        Assert.Equal(0, await cli.InvokeAsync([.. AdHoc, "--json"]));
        Assert.DoesNotContain("medhelm budget set", cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "--wait")]
    [InlineData("watch", "")]
    public async Task Who_waits_is_told_what_to_do_and_sees_the_run_go_on(string command, string option)
    {
        Paused(new Budget { Name = "runs/quick-1", LimitNanoUsd = 5_000_000_000, SpentNanoUsd = 4_980_000_000 });

        Assert.Equal(0, await cli.InvokeAsync(command == "run" ? [.. AdHoc, option] : ["watch", "quick-1"]));
        Assert.Single(cli.Error.Split('\n'), line => line.Contains("medhelm budget set runs/quick-1 10.00", StringComparison.Ordinal));
        Assert.Contains("runs/quick-1: completed", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_pays_how_much_and_how_is_part_of_the_request()
    {
        Assert.Equal(0, await cli.InvokeAsync([.. AdHoc, "--project", "icu", "--budget", "5.00", "--batch", "--batch-patience", "12h", "--detach"]));

        var spec = services.Requests.OfType<CreateRunRequest>().Single().Spec;
        Assert.Equal(("icu", 5_000_000_000, PriceClass.Batch, Duration.FromTimeSpan(TimeSpan.FromHours(12))), (spec.Project, spec.BudgetNanoUsd, spec.PriceClass, spec.BatchPatience));
    }

    [Theory]
    [InlineData("--budget", "five")]
    [InlineData("--budget", "-1")]
    [InlineData("--batch-patience", "12h")]
    [InlineData("--batch", "--batch-patience", "12")]
    public async Task Bad_amounts_and_times_are_code_two_and_ask_nothing(params string[] options)
    {
        Assert.Equal(2, await cli.InvokeAsync([.. AdHoc, .. options]));
        Assert.Empty(services.Requests);
    }

    [Fact]
    public async Task The_same_run_with_another_budget_is_taken_up_with_that_limit()
    {
        var earlier = State(RunState.Paused);
        earlier.Spec = new RunSpec { Suite = "ad hoc", Deployments = { "m" }, Benchmarks = { new BenchmarkSelection { Benchmark = "med_qa", Data = DatasetChoice.Sample, MaxInstances = 3 } }, BudgetNanoUsd = 1 };
        services.On<CreateRunRequest>("CreateRun", _ => throw new RpcException(new Status(StatusCode.AlreadyExists, "taken")));
        services.On<GetRunRequest>("GetRun", _ => new GetRunResponse { Run = earlier });
        services.On<ListRunsRequest>("ListRuns", _ => new ListRunsResponse { Runs = { earlier } });
        services.On<SetBudgetRequest>("SetBudget", r => new SetBudgetResponse { Budget = new Budget { Name = r.Name } });

        Assert.Equal(0, await cli.InvokeAsync([.. AdHoc, "--budget", "2", "--detach"]));
        Assert.Equal(0, await cli.InvokeAsync([.. AdHoc[..^2], "--budget", "3", "--resume", "--detach"]));
        Assert.Equal(0, await cli.InvokeAsync([.. AdHoc[..^2], "--budget", "0.000000001", "--resume", "--detach"]));

        Assert.Equal([2_000_000_000, 3_000_000_000], services.Requests.OfType<SetBudgetRequest>().Select(r => r.LimitNanoUsd));
        Assert.Equal(2, await cli.InvokeAsync([.. AdHoc, "--juror", "j"]));
    }

    [Fact]
    public async Task The_list_of_runs_says_what_a_paused_one_waits_for()
    {
        services.On<ListRunsRequest>("ListRuns", _ => new ListRunsResponse { Runs = { State(RunState.Paused) } });

        Assert.Equal(0, await cli.InvokeAsync("runs"));
        Assert.Contains("quick-1 is paused: budget runs/quick-1 had $0.02 free when the call was refused", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_budget_that_is_over_is_said_to_be()
    {
        var run = State(RunState.Paused);
        run.Pause.AvailableNanoUsd = -30_000_000;
        services.On<ListRunsRequest>("ListRuns", _ => new ListRunsResponse { Runs = { run } });

        Assert.Equal(0, await cli.InvokeAsync("runs"));
        Assert.Contains("budget runs/quick-1 is over by $0.03", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_leaderboard_of_a_pause_is_shown_once_its_figures_have_settled()
    {
        var looks = 0;
        Paused(new Budget { Name = "runs/quick-1", LimitNanoUsd = 5_000_000_000, SpentNanoUsd = 4_980_000_000 });
        services.On<GetLeaderboardRequest>("GetLeaderboard", _ =>
        {
            var board = Boards.Of(1, 1);
            board.Final = false;
            board.Coverage = new Coverage { Planned = 72, Scored = Math.Min(looks++, 7) };
            return new GetLeaderboardResponse { Leaderboard = board };
        });

        Assert.Equal(4, await cli.InvokeAsync(AdHoc));
        Assert.Contains("7 of 72 instances decided", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_run_beside_a_paused_one_of_the_same_selection_tells_of_it()
    {
        services.On<CreateRunRequest>("CreateRun", r =>
        {
            var paused = State(RunState.Paused);
            paused.Spec = r.Spec.Clone();
            paused.Spec.BudgetNanoUsd = 1;
            services.On<ListRunsRequest>("ListRuns", _ => new ListRunsResponse { Runs = { paused } });
            return new CreateRunResponse { Run = State(RunState.Planning) };
        });

        Assert.Equal(0, await cli.InvokeAsync([.. AdHoc[..^2], "--detach"]));
        Assert.DoesNotContain("paused run", cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, await cli.InvokeAsync([.. AdHoc[..^2], "--budget", "2", "--detach"]));
        Assert.Contains("A paused run of this selection exists: runs/quick-1; --resume takes it up", cli.Error, StringComparison.Ordinal);
    }

    // The first stream ends with the pause, as one does that breaks; the next has the end of the run.
    private void Paused(Budget budget)
    {
        services.On<GetBudgetRequest>("GetBudget", _ => new GetBudgetResponse { Budget = budget });
        services.On<WatchRunRequest>("WatchRun", _ => streams++ == 0 ? [new WatchRunResponse { Run = State(RunState.Paused) }] : End());
    }

    private WatchRunResponse[] End()
    {
        services.On<GetLeaderboardRequest>("GetLeaderboard", _ => new GetLeaderboardResponse { Leaderboard = Boards.Of(1, 1) });
        return [new WatchRunResponse { Run = State(RunState.Completed) }];
    }

    private static Run State(RunState state)
    {
        var run = new Run { Name = "runs/quick-1", State = state, Progress = new() { Planned = 6, Decided = state == RunState.Completed ? 6 : 1 } };
        if (state == RunState.Paused)
            run.Pause = new RunPause { Budget = "runs/quick-1", NeededNanoUsd = 50_000_000, AvailableNanoUsd = 20_000_000 };
        return run;
    }
}
