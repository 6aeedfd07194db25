using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedHelm.Catalog;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
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

    [Theory]
    [InlineData("Icu")]
    [InlineData("9lives")]
    [InlineData("a_b")]
    [InlineData("a/monthly")]
    [InlineData(null)]
    public async Task A_project_is_a_short_name(string? project)
    {
        var spec = Spec();
        spec.Project = project ?? new string('p', 64);

        Assert.Equal(["spec.project: must be 1 to 63 of a-z, 0-9 and '-', starting with a letter. Empty means default."], await ViolationsAsync(spec));
    }

    [Fact]
    public async Task Money_and_patience_that_make_no_sense_are_told_together()
    {
        var spec = Spec();
        (spec.BudgetNanoUsd, spec.PriceClass, spec.BatchPatience) = (-1, (PriceClass)7, new Duration { Seconds = 59 });

        Assert.Equal(["spec.budget_nano_usd", "spec.price_class", "spec.batch_patience"], (await ViolationsAsync(spec)).Select(v => v.Split(':')[0]));
    }

    [Theory]
    [InlineData(604_801, 0)]
    [InlineData(604_800, 1)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(3600, -1)]
    public async Task Patience_without_measure_is_refused(long seconds, int nanos)
    {
        var spec = Spec();
        spec.BatchPatience = new Duration { Seconds = seconds, Nanos = nanos };

        Assert.StartsWith("spec.batch_patience: ", Assert.Single(await ViolationsAsync(spec)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_may_say_who_pays_how_much_and_how()
    {
        var spec = Spec();
        (spec.Project, spec.BudgetNanoUsd, spec.PriceClass, spec.BatchPatience) = ("icu-2", 0, PriceClass.Batch, new Duration { Seconds = 604_800 });

        await Validator().CheckAsync(new CreateRunRequest { Spec = spec }, default);
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
