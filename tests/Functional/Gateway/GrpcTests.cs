using System.Net.Http.Headers;
using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using MedHelm.Contracts.Evaluation.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MedHelm.Tests.Functional.Gateway;

public sealed class GrpcTests : IAsyncLifetime
{
    private LocalHost evaluation = null!;
    private LocalHost gateway = null!;
    private GrpcChannel channel = null!;

    public async Task InitializeAsync()
    {
        evaluation = await LocalHost.Service(app => app.MapGrpcService<FakeEvaluation>(), services => services.AddSingleton<FakeEvaluation.Script>());
        gateway = await LocalHost.Gateway(services: ("evaluation", evaluation.Grpc));
        channel = GrpcChannel.ForAddress(gateway.Grpc);
    }

    public async Task DisposeAsync()
    {
        channel.Dispose();
        await gateway.DisposeAsync();
        await evaluation.DisposeAsync();
    }

    [Fact]
    public async Task Error_details_pass_the_gateway_untouched()
    {
        var client = new EvaluationService.EvaluationServiceClient(channel);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.CreateRunAsync(new CreateRunRequest()));
        Assert.Equal(2, error.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations.Count);
    }

    [Fact]
    public async Task Gateway_answers_health_itself() =>
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest())).Status);

    [Fact]
    public async Task Reflection_shows_the_public_services_and_not_those_between_services()
    {
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var names = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToList();
        Assert.Contains("medhelm.evaluation.v1.EvaluationService", names);
        Assert.Empty(names.Intersect(["medhelm.inference.v1.PromptSourceService", "medhelm.inference.v1.CompletionSourceService", "medhelm.evaluation.v1.RequestSourceService", "medhelm.evaluation.v1.SampleSourceService"], StringComparer.Ordinal));
    }

    [Fact]
    public async Task Browser_calls_by_grpc_web_over_http_1()
    {
        using var content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc-web") } };
        using var response = await gateway.Http.PostAsync("/medhelm.evaluation.v1.EvaluationService/GetRun", content);
        Assert.Equal("application/grpc-web", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("grpc-status: 5", response.Headers.ToString() + await response.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }
}
