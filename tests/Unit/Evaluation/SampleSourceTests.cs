using Grpc.Core;
using MedHelm.Catalog;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Evaluation;
using MedHelm.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace MedHelm.Tests.Unit.Evaluation;

public sealed class SampleSourceTests
{
    private readonly SampleSourceRpc source = new(BenchmarkCatalog.LoadWith(null), Settings.Read(new ConfigurationBuilder().Build()));

    [Fact]
    public async Task A_sample_is_given_with_its_rubric_its_tier_and_gold_answers()
    {
        var sample = await source.GetSample(new GetSampleRequest { Benchmark = "medication_qa", Instances = 5 }, new CallContext());

        Assert.Equal((DataTier.Public, 5, 64), (sample.DataTier, sample.Instances.Count, sample.Rubric.Sha256.Length));
        Assert.All(sample.Instances, instance => Assert.True(instance.Input.Length > 0 && instance.References.Any(reference => reference.Correct && reference.Text.Length > 0)));
        var rubric = await source.GetSample(new GetSampleRequest { Benchmark = "medication_qa" }, new CallContext());
        Assert.Equal((sample.Rubric, 0), (rubric.Rubric, rubric.Instances.Count));
    }

    [Theory]
    [InlineData("med_qa", StatusCode.FailedPrecondition)]
    [InlineData("nothing", StatusCode.NotFound)]
    public async Task Without_a_rubric_there_is_nothing_to_examine_by(string benchmark, StatusCode code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(() => source.GetSample(new GetSampleRequest { Benchmark = benchmark, Instances = 5 }, new CallContext()))).StatusCode);

    [Fact]
    public async Task A_bad_request_says_what_is_wrong_with_it()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => source.GetSample(new GetSampleRequest { Benchmark = "medication_qa", Protocol = "x", Instances = -1 }, new CallContext()));
        Assert.Contains("protocol: must be one of", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("instances: must be", refusal.Status.Detail, StringComparison.Ordinal);
    }
}
