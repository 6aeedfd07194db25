using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class CommandLineTests
{
    private static readonly string[] AdHoc = ["run", "--model", "m", "--benchmark", "med_qa:sample:3", "--run-id", "quick-1"];
    private readonly FakeServices services = new();
    private readonly CommandLineHarness cli;

    public CommandLineTests() => cli = new CommandLineHarness(services);

    [Fact]
    public async Task Every_violation_of_a_refused_run_is_printed_with_its_field()
    {
        var violations = new BadRequest { FieldViolations = { Violation("spec.deployments[0]", "there is no 'm'"), Violation("spec.benchmarks[0].max_instances", "must be [0] or more"), Violation("spec.jurors", "at least one") } };
        services.On<CreateRunRequest>("CreateRun", _ => throw new Google.Rpc.Status { Code = (int)Code.InvalidArgument, Details = { Any.Pack(violations) } }.ToRpcException());

        Assert.Equal(2, await cli.InvokeAsync(AdHoc));
        Assert.Contains("3 violations", cli.Error, StringComparison.Ordinal);
        Assert.All(violations.FieldViolations, v => Assert.Contains($"  {v.Field}: {v.Description}", cli.Error, StringComparison.Ordinal));
        Assert.Empty(cli.Output);
    }

    [Fact]
    public async Task A_run_with_json_prints_the_leaderboard_and_nothing_else()
    {
        Runs(RunState.Running, RunState.Completed);
        var board = Boards.Of(2, 2);
        services.On<GetLeaderboardRequest>("GetLeaderboard", _ => new GetLeaderboardResponse { Leaderboard = board });

        Assert.Equal(0, await cli.InvokeAsync([.. AdHoc, "--json"]));
        Assert.Equal(board, Leaderboard.Parser.ParseJson(cli.Output));
        Assert.StartsWith("{\n", cli.Output, StringComparison.Ordinal);
        Assert.Contains("runs/quick-1: completed", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_says_what_was_typed()
    {
        Runs(RunState.Completed);

        Assert.Equal(0, await cli.InvokeAsync([.. AdHoc, "--benchmark", "aci_bench", "--juror", "j", "--max-instances", "2", "--detach"]));
        Assert.Equal(
            new CreateRunRequest
            {
                RunId = "quick-1",
                Spec = new()
                {
                    Suite = "ad hoc",
                    Deployments = { "m" },
                    Jurors = { "j" },
                    Benchmarks =
                    {
                        new BenchmarkSelection { Benchmark = "med_qa", Data = DatasetChoice.Sample, MaxInstances = 2 },
                        new BenchmarkSelection { Benchmark = "aci_bench", Data = DatasetChoice.Full, MaxInstances = 2 },
                    },
                },
            },
            services.Requests.OfType<CreateRunRequest>().Single());
        Assert.Equal("runs/quick-1\n", cli.Output);
    }

    [Fact]
    public async Task Models_beside_a_suite_take_the_place_of_its_own()
    {
        Runs(RunState.Completed);
        services.On<ListSuitesRequest>("ListSuites", _ => new ListSuitesResponse { Suites = { new Suite { Id = "quickstart", Spec = new() { Suite = "quickstart", Deployments = { "a", "b" }, Jurors = { "j" } } } } });

        Assert.Equal(0, await cli.InvokeAsync("run", "--suite", "quickstart", "--model", "mine", "--detach"));
        var spec = services.Requests.OfType<CreateRunRequest>().Single().Spec;
        Assert.Equal(["mine"], spec.Deployments);
        Assert.Equal(["j"], spec.Jurors);
    }

    [Fact]
    public async Task Resume_takes_up_the_newest_unfinished_run_of_the_same_selection()
    {
        Runs(RunState.Completed);
        var spec = new RunSpec { Suite = "ad hoc", Deployments = { "m" }, Benchmarks = { new BenchmarkSelection { Benchmark = "med_qa", Data = DatasetChoice.Full } } };
        var (finished, unfinished, other) = (State(RunState.Completed), State(RunState.Running), State(RunState.Running));
        (finished.Spec, unfinished.Spec, other.Spec) = (spec, spec, new() { Suite = "other" });
        unfinished.Name = "runs/half-done";
        services.On<ListRunsRequest>("ListRuns", _ => new ListRunsResponse { Runs = { other, finished, unfinished } });
        services.On<GetRunRequest>("GetRun", r => new GetRunResponse { Run = r.Name == unfinished.Name ? unfinished : other });

        Assert.Equal(0, await cli.InvokeAsync("run", "--model", "m", "--benchmark", "med_qa", "--resume", "--detach"));
        Assert.Equal("runs/half-done\n", cli.Output);
        Assert.Empty(services.Requests.OfType<CreateRunRequest>());
        Assert.Equal(0, await cli.InvokeAsync("run", "--model", "n", "--benchmark", "med_qa", "--resume", "--detach"));
        Assert.Single(services.Requests.OfType<CreateRunRequest>());
    }

    [Fact]
    public async Task A_failed_run_ends_with_code_one_and_its_reason()
    {
        services.On<CreateRunRequest>("CreateRun", _ => new CreateRunResponse { Run = State(RunState.Planning) });
        services.On<WatchRunRequest>("WatchRun", _ => new[] { new WatchRunResponse { Run = new() { Name = "runs/quick-1", State = RunState.Failed, Error = "the file has another hash" } } });

        Assert.Equal(1, await cli.InvokeAsync([.. AdHoc, "--json"]));
        Assert.Contains("the file has another hash", cli.Error, StringComparison.Ordinal);
        Assert.Empty(cli.Output);
    }

    [Fact]
    public async Task A_broken_stream_is_taken_up_again()
    {
        var streams = 0;
        services.On<WatchRunRequest>("WatchRun", _ => ++streams == 1 ? Breaking() : [new WatchRunResponse { Run = State(RunState.Completed) }]);
        services.On<GetLeaderboardRequest>("GetLeaderboard", _ => new GetLeaderboardResponse { Leaderboard = Boards.Of(1, 1) });

        Assert.Equal(0, await cli.InvokeAsync("watch", "quick-1"));
        Assert.Equal(2, streams);
        Assert.Contains("connection lost", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_stops_the_watching_and_says_that_the_run_continues()
    {
        using var stop = new CancellationTokenSource();
        services.On<WatchRunRequest>("WatchRun", _ => Interrupted(stop));

        Assert.Equal(130, await cli.InvokeAsync(stop.Token, "watch", "quick-1", "--address", "http://10.0.0.7:5081"));
        Assert.Contains("runs/quick-1 continues", cli.Error, StringComparison.Ordinal);
        Assert.Contains("medhelm watch quick-1 --address http://10.0.0.7:5081", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_with_the_way_to_start_one()
    {
        services.On<ListRunsRequest>("ListRuns", _ => throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "x", new HttpRequestException("no"))));

        Assert.Equal(3, await cli.InvokeAsync("runs"));
        Assert.Contains("http://127.0.0.1:5081", cli.Error, StringComparison.Ordinal);
        Assert.Contains("services/Standalone", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_go_over_all_pages_and_print_one_message()
    {
        services.On<ListRunsRequest>("ListRuns", r => r.PageToken.Length == 0
            ? new ListRunsResponse { Runs = { State(RunState.Running) }, NextPageToken = "2" }
            : new ListRunsResponse { Runs = { State(RunState.Completed) } });

        Assert.Equal(0, await cli.InvokeAsync("runs", "--json"));
        Assert.Equal(2, ListRunsResponse.Parser.ParseJson(cli.Output).Runs.Count);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run", "--model", "m")]
    [InlineData("run", "--suite", "nowhere.yaml")]
    [InlineData("run", "--model", "m", "--benchmark", "med_qa", "--protocol", "helm")]
    [InlineData("benchmarks", "--tier", "secret")]
    [InlineData("benchmarks", "show")]
    [InlineData("benchmarks", "check")]
    [InlineData("benchmarks", "check", "med_qa", "--all")]
    [InlineData("benchmarks", "check", "med_qa", "--prompts", "-1")]
    [InlineData("benchmarks", "import", "nowhere.yaml")]
    [InlineData("benchmarks", "import", "nowhere.yaml", "--into", "mine", "--scale", "5-0")]
    [InlineData("benchmarks", "import", "nowhere.yaml", "--into", "mine")]
    [InlineData("run", "--frob")]
    [InlineData("runs", "--limit", "0")]
    [InlineData("runs", "--address", "nonsense")]
    [InlineData("watch")]
    [InlineData("watch", "runs/a/b")]
    [InlineData("bogus")]
    public async Task Bad_usage_is_code_two_and_asks_nothing_of_a_service(params string[] args)
    {
        Assert.Equal(2, await cli.InvokeAsync(args));
        Assert.NotEmpty(cli.Error);
        Assert.Empty(services.Requests);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("runs")]
    [InlineData("watch")]
    [InlineData("leaderboard")]
    [InlineData("budget")]
    [InlineData("ledger")]
    [InlineData("benchmarks")]
    [InlineData("models")]
    [InlineData("doctor")]
    public async Task Help_shows_examples(string command)
    {
        Assert.Equal(0, await cli.InvokeAsync(command, "--help"));
        Assert.Contains($"medhelm {command}", cli.Output[cli.Output.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_names_what_is_down_and_masks_secrets()
    {
        cli.Variables["MEDHELM__BUSPASSWORD"] = "hunter2";
        cli.Variables["MEDHELM__STORAGE"] = "postgres://me:hunter2@host:5432";
        services.On<ListRunsRequest>("ListRuns", _ => new ListRunsResponse());
        services.On<GetLeaderboardRequest>("GetLeaderboard", _ => throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "no such run")));

        Assert.Equal(1, await cli.InvokeAsync("doctor", "--json"));
        var report = Struct.Parser.ParseJson(cli.Output);
        Assert.DoesNotContain("hunter2", cli.Output, StringComparison.Ordinal);
        Assert.Equal("postgres://***@host:5432", report.Fields["settings"].StructValue.Fields["MEDHELM__STORAGE"].StringValue);
        var works = report.Fields["services"].ListValue.Values.Select(v => v.StructValue.Fields).ToDictionary(f => f["call"].StringValue, f => f["works"].BoolValue);
        Assert.True(works["ListRuns"] && works["GetLeaderboard"]);
        Assert.False(works["ListMetrics"] || works["ListVerdicts"] || works["ListSuites"] || works["ListDeployments"]);
    }

    private static BadRequest.Types.FieldViolation Violation(string field, string description) => new() { Field = field, Description = description };

    private static Run State(RunState state) => new() { Name = "runs/quick-1", State = state, Progress = new() { Planned = 6, Decided = state == RunState.Completed ? 6 : 1 } };

    private static IEnumerable<WatchRunResponse> Breaking()
    {
        yield return new() { Run = State(RunState.Running) };
        throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "restarting"));
    }

    private static IEnumerable<WatchRunResponse> Interrupted(CancellationTokenSource stop)
    {
        yield return new() { Run = State(RunState.Running) };
        stop.Cancel();
        throw new RpcException(new Grpc.Core.Status(StatusCode.Cancelled, "cancelled"));
    }

    private void Runs(params RunState[] states)
    {
        services.On<CreateRunRequest>("CreateRun", _ => new CreateRunResponse { Run = State(RunState.Planning) });
        services.On<WatchRunRequest>("WatchRun", _ => states.Select(s => new WatchRunResponse { Run = State(s) }));
    }
}
