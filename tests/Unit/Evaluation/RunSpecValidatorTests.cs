using Grpc.Core;
using MedHelm.Catalog;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Runs;
using MedHelm.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace MedHelm.Tests.Unit.Evaluation;

public sealed class RunSpecValidatorTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    [Fact]
    public async Task A_whole_selection_passes() => await Validator().CheckAsync(new CreateRunRequest { Spec = Spec() }, default);

    [Fact]
    public async Task Lists_without_end_are_refused_in_a_word()
    {
        var spec = Spec();
        spec.Deployments.Add(Enumerable.Repeat("a", 200));
        spec.Jurors.Add(Enumerable.Repeat("a", 201));
        spec.Benchmarks[0].InstanceIds.Add(Enumerable.Repeat("", 100_001));

        Assert.Equal(
            ["spec.deployments: must be at most 200, were 201.", "spec.jurors: must be at most 200, were 201.", "spec.benchmarks[0].instance_ids: must be at most 100000, were 100001."],
            await ViolationsAsync(spec));
    }

    [Fact]
    public async Task Too_many_benchmarks_are_refused_in_a_word()
    {
        var spec = Spec();
        spec.Benchmarks.Add(Enumerable.Repeat(new BenchmarkSelection(), 500));

        Assert.Equal(["spec.benchmarks: must be at most 500, were 501."], await ViolationsAsync(spec));
    }

    [Theory]
    [InlineData("a\0")]
    [InlineData("a\nb")]
    [InlineData(null)]
    public async Task A_suite_is_a_short_name(string? suite)
    {
        var spec = Spec();
        spec.Suite = suite ?? new string('s', 201);

        Assert.Equal(["spec.suite: must be at most 200 characters and hold no control character."], await ViolationsAsync(spec));
    }

    [Fact]
    public async Task A_deployment_that_cannot_be_called_is_refused_before_anything_is_bought()
    {
        var spec = Spec();
        spec.Deployments.Add("keyless");

        Assert.Equal(["spec.deployments[1]: 'keyless' cannot be called: The environment variable K is not set."], await ViolationsAsync(spec));
    }

    [Fact]
    public async Task What_is_named_twice_is_a_violation()
    {
        var spec = Spec();
        spec.Deployments.Add("a");
        spec.Benchmarks.Add(spec.Benchmarks[0].Clone());

        Assert.Equal(["spec.deployments[1]: 'a' is named twice.", "spec.benchmarks[1].benchmark: 'traffic_lights' is named twice."], await ViolationsAsync(spec));
    }

    public void Dispose() => folder.Dispose();

    private static RunSpec Spec() => new()
    {
        Deployments = { "a" },
        Benchmarks = { new BenchmarkSelection { Benchmark = "traffic_lights", Data = DatasetChoice.Full } },
    };

    private async Task<string[]> ViolationsAsync(RunSpec spec)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => Validator().CheckAsync(new CreateRunRequest { Spec = spec }, default));
        return [.. error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => $"{violation.Field}: {violation.Description}")];
    }

    private RunSpecValidator Validator()
    {
        TrafficLights.Define(folder, "jsonl");
        folder.Write("traffic_lights/lights.jsonl", "{}");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:DATASETS", folder.Path)]).Build();
        return new RunSpecValidator(BenchmarkCatalog.Load([folder.Path]), new FakeInference(), new FakeScoring(), Settings.Read(configuration));
    }
}
