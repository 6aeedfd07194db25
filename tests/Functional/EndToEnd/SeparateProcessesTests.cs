using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Testing.Fakes;
using MedHelm.Testing.Processes;
using MedHelm.Testing.Installations;
using Xunit;

namespace MedHelm.Tests.Functional.EndToEnd;

/// <summary>One installation of separate processes for all tests here; each uses runs of its own.</summary>
public sealed class SeparateProcessesTests(SeparateProcessesTests.Fixture fixture) : IClassFixture<SeparateProcessesTests.Fixture>
{
    private SeparateProcesses System => fixture.System;

    [Fact]
    public async Task The_same_run_gives_the_same_bytes_in_one_process_and_in_many()
    {
        using var folder = TemporaryFolder.Create("golden");
        await using var provider = await GoldenSuite.StartProviderAsync();
        await using var standalone = await StandaloneInstallation.StartNewAsync(folder.Path, GoldenSuite.WriteDeployments(folder, provider));

        var one = await standalone.RunAsync(GoldenSuite.Spec, GoldenSuite.RunId);
        var many = await System.RunAsync(GoldenSuite.Spec, GoldenSuite.RunId);

        Assert.Equal(Installation.Json(one), Installation.Json(many));
        Golden.Matches(one, "golden-leaderboard.json");
        Assert.Equal(0, provider.Ledger.RepeatedBills);
    }

    [Fact]
    public async Task The_usual_tools_find_health_and_reflection_at_the_gateway()
    {
        var health = await new Health.HealthClient(System.Channel).CheckAsync(new HealthCheckRequest());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);

        using var call = new ServerReflection.ServerReflectionClient(System.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var services = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToList();
        foreach (var service in new[] { "evaluation.v1.EvaluationService", "inference.v1.InferenceService", "judging.v1.JudgingService", "scoring.v1.ScoringService", "reporting.v1.ReportingService" })
            Assert.Contains("medhelm." + service, services);
    }

    [Fact]
    public async Task Every_service_answers_health_and_reflection_itself()
    {
        foreach (var service in SeparateProcesses.Services)
        {
            using var channel = global::Grpc.Net.Client.GrpcChannel.ForAddress(System.Processes[service].Address);
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest())).Status);
            using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
            await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Contains(call.ResponseStream.Current.ListServicesResponse.Service, found => found.Name.StartsWith($"medhelm.{service.ToLowerInvariant()}.v1.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_bad_request_names_every_violation_and_nothing_is_stored()
    {
        var before = (await System.Evaluation.ListRunsAsync(new ListRunsRequest())).Runs.Count;
        var request = new CreateRunRequest
        {
            RunId = "Not Valid",
            Spec = new RunSpec { Benchmarks = { new BenchmarkSelection { Benchmark = "no_such", MaxInstances = -1 }, new BenchmarkSelection { Benchmark = "aci_bench", Data = DatasetChoice.Sample, MaxInstances = -5 } } },
        };

        var error = await Assert.ThrowsAsync<RpcException>(async () => await System.Evaluation.CreateRunAsync(request));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        var fields = error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>().FieldViolations.Select(v => v.Field).Order(StringComparer.Ordinal);
        Assert.Equal(
            ["run_id", "spec.benchmarks[0].benchmark", "spec.benchmarks[0].max_instances", "spec.benchmarks[1].max_instances", "spec.deployments", "spec.jurors"], fields);
        Assert.Equal(before, (await System.Evaluation.ListRunsAsync(new ListRunsRequest())).Runs.Count);
    }

    [Fact]
    public async Task The_same_violations_come_as_problem_json_over_http()
    {
        using var http = new HttpClient { BaseAddress = System.Http };
        var response = await http.PostAsJsonAsync(new Uri("/v1/runs", UriKind.Relative), new { spec = new { deployments = new[] { "no/such" }, benchmarks = new[] { new { benchmark = "med_qa", maxInstances = -1 } } } });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var fields = problem.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()).ToList();
        Assert.Contains("spec.deployments[0]", fields);
        Assert.Contains("spec.benchmarks[0].max_instances", fields);
    }

    [Fact]
    public async Task A_repeated_call_with_the_same_id_gives_the_same_run_and_another_selection_is_refused()
    {
        var spec = Small("baseline/first-option", 3);
        var first = (await System.Evaluation.CreateRunAsync(new CreateRunRequest { RunId = "repeated", Spec = spec })).Run;
        var second = (await System.Evaluation.CreateRunAsync(new CreateRunRequest { RunId = "repeated", Spec = spec })).Run;
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await System.Evaluation.CreateRunAsync(new CreateRunRequest { RunId = "repeated", Spec = Small("baseline/first-option", 4) }));

        Assert.Equal((first.Name, first.CreateTime), (second.Name, second.CreateTime));
        Assert.Equal(StatusCode.AlreadyExists, error.StatusCode);
    }

    [Fact]
    public async Task A_direct_question_is_answered_once_and_then_from_the_cache()
    {
        var request = new CompleteRequest { Deployment = "fake/gamma", Prompt = "Is the sky blue?\nA. yes\nB. no\nAnswer:", DataTier = DataTier.Public };

        var first = (await System.Inference.CompleteAsync(request)).Outcome;
        var second = (await System.Inference.CompleteAsync(request)).Outcome;

        Assert.Equal(ServedFrom.Provider, first.ServedFrom);
        Assert.True(first.ChargedNanoUsd > 0);
        Assert.Equal(first.Completion, second.Completion);
        Assert.NotEqual(ServedFrom.Provider, second.ServedFrom);
        Assert.Equal(0, second.ChargedNanoUsd);
    }

    [Fact]
    public async Task Text_of_a_tier_is_never_sent_to_a_deployment_that_is_not_approved_for_it()
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await System.Inference.CompleteAsync(new CompleteRequest { Deployment = "fake/alpha", Prompt = "private", DataTier = DataTier.Private }));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains("not approved", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_and_its_leaderboard_are_json_and_event_stream_at_the_gateway()
    {
        await System.RunAsync(Small("baseline/first-option", 5), "as-json");
        using var http = new HttpClient { BaseAddress = System.Http };

        var board = await http.GetFromJsonAsync<JsonElement>(new Uri("/v1/runs/as-json/leaderboard", UriKind.Relative));
        var events = await http.GetStringAsync(new Uri("/v1/runs/as-json/events", UriKind.Relative));

        Assert.True(board.GetProperty("leaderboard").GetProperty("final").GetBoolean());
        Assert.Contains("RUN_STATE_COMPLETED", events, StringComparison.Ordinal);
        Assert.Contains("event: end", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_of_the_same_thing_asks_no_model()
    {
        await System.RunAsync(Small("fake/gamma", 10), "first-time");
        var calls = fixture.Provider.Ledger.Calls;

        var board = await System.RunAsync(Small("fake/gamma", 10), "second-time");

        Assert.Equal(calls, fixture.Provider.Ledger.Calls);
        Assert.Equal((0, 0), (board.Cost.ChargedNanoUsd, board.Cost.ProviderCalls));
        Assert.True(board.Cost.CandidatesNanoUsd > 0);
    }

    private static RunSpec Small(string deployment, int instances) => new()
    {
        Suite = "small",
        Deployments = { deployment },
        Benchmarks = { new BenchmarkSelection { Benchmark = "med_qa", Data = DatasetChoice.Sample, MaxInstances = instances } },
    };

    public sealed class Fixture : IAsyncLifetime
    {
        private readonly TemporaryFolder folder = TemporaryFolder.Create("separate");

        public FakeOpenAi Provider { get; private set; } = null!;

        public SeparateProcesses System { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Provider = await GoldenSuite.StartProviderAsync();
            System = await SeparateProcesses.StartNewAsync(GoldenSuite.WriteDeployments(folder, Provider));
        }

        public async Task DisposeAsync()
        {
            await System.DisposeAsync();
            await Provider.DisposeAsync();
            folder.Dispose();
        }
    }
}
