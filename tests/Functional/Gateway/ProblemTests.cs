using System.Net;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MedHelm.Tests.Functional.Gateway;

public sealed class ProblemTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Invalid_request_is_answered_with_every_violation(bool oneProcess)
    {
        await using var hosts = await Hosts.Start(oneProcess);
        using var response = await hosts.Edge.Http.PostAsync("/v1/runs", new StringContent("{}", Encoding.UTF8, "application/json"));
        var problem = await Problems.Read(response, HttpStatusCode.BadRequest);
        Assert.Equal(
            ["spec.deployments: must name at least one", "spec.benchmarks[0].max_instances: must not be negative, was -1"],
            problem.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("field")}: {e.GetProperty("message")}"));
        Assert.Equal("INVALID_ARGUMENT", problem.GetProperty("code").GetString());
        Assert.Equal("INVALID_REQUEST", problem.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Error_of_a_service_keeps_its_words(bool oneProcess)
    {
        await using var hosts = await Hosts.Start(oneProcess);
        using var response = await hosts.Edge.Http.GetAsync("/v1/runs/other");
        var problem = await Problems.Read(response, HttpStatusCode.NotFound);
        Assert.Equal("There is no run 'runs/other'.", problem.GetProperty("detail").GetString());
        Assert.Equal("RUN_NOT_FOUND", problem.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unknown_path_says_so(bool oneProcess)
    {
        await using var hosts = await Hosts.Start(oneProcess);
        using var response = await hosts.Edge.Http.GetAsync("/v1/nothing/here");
        Assert.StartsWith("There is no GET /v1/nothing/here.", (await Problems.Read(response, HttpStatusCode.NotFound)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/runs", "evaluation")]
    [InlineData("/v1/runs/known/events", "evaluation")]
    [InlineData("/v1/runs/known/leaderboard", "reporting")]
    public async Task Service_that_is_down_is_named_with_what_to_do(string path, string service)
    {
        await using var gateway = await LocalHost.Gateway();
        using var response = await gateway.Http.GetAsync(path);
        var detail = (await Problems.Read(response, HttpStatusCode.ServiceUnavailable)).GetProperty("detail").GetString();
        Assert.Contains($"The {service} service does not answer.", detail, StringComparison.Ordinal);
        Assert.Contains($"MEDHELM__SERVICES__{service.ToUpperInvariant()}", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grpc_caller_hears_in_grpc_that_a_service_is_down()
    {
        await using var gateway = await LocalHost.Gateway();
        using var channel = GrpcChannel.ForAddress(gateway.Grpc);
        var client = new EvaluationService.EvaluationServiceClient(channel);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.GetRunAsync(new GetRunRequest()));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.StartsWith("The evaluation service does not answer.", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Gateway_without_addresses_names_every_missing_one_at_start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var error = Assert.Throws<InvalidOperationException>(() => builder.AddGateway());
        foreach (var owner in LocalHost.Owners) Assert.Contains($"MEDHELM__SERVICES__{owner.ToUpperInvariant()}", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The fake service, behind a gateway or in one process with the edge.</summary>
    private sealed record Hosts(LocalHost Edge, LocalHost? Service) : IAsyncDisposable
    {
        public static async Task<Hosts> Start(bool oneProcess)
        {
            static void Map(WebApplication app) => app.MapGrpcService<FakeEvaluation>();
            static void Add(IServiceCollection services) => services.AddSingleton<FakeEvaluation.Script>();
            if (oneProcess) return new(await LocalHost.Together(Map, Add), null);
            var service = await LocalHost.Service(Map, Add);
            return new(await LocalHost.Gateway(services: ("evaluation", service.Grpc)), service);
        }

        public async ValueTask DisposeAsync()
        {
            await Edge.DisposeAsync();
            if (Service is not null) await Service.DisposeAsync();
        }
    }
}
