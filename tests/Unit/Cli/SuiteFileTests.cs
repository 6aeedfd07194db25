using MedHelm.Cli;
using MedHelm.Cli.Suites;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class SuiteFileTests
{
    [Fact]
    public void A_suite_file_becomes_a_run_spec()
    {
        var spec = Read("""
            id: mine
            description: two models
            protocol: medhelm
            deployments: [openai/gpt, baseline/first-option]
            benchmarks:
              - {id: med_qa, data: sample, max_instances: 12}
              - {id: aci_bench, instance_ids: [a, b], data: available, data_path: other/aci}
              - {id: my_own, jury: medhelm}
            jurors: [j]
            jury: careful
            """);

        Assert.Equal("mine", spec.Suite);
        Assert.Equal("medhelm", spec.Protocol);
        Assert.Equal(["openai/gpt", "baseline/first-option"], spec.Deployments);
        Assert.Equal(
            [
                new BenchmarkSelection { Benchmark = "med_qa", Data = DatasetChoice.Sample, MaxInstances = 12 },
                new BenchmarkSelection { Benchmark = "aci_bench", Data = DatasetChoice.Available, InstanceIds = { "a", "b" }, DataPath = "other/aci" },
                new BenchmarkSelection { Benchmark = "my_own", Data = DatasetChoice.Full, Jury = "medhelm" },
            ],
            spec.Benchmarks);
        Assert.Equal(["j"], spec.Jurors);
        Assert.Equal("careful", spec.Jury);
    }

    [Fact]
    public void Every_error_is_told_with_file_line_and_key()
    {
        var error = Assert.Throws<CommandFailure>(() => Read("""
            id: mine
            deployments: [a, a]
            benchmarks:
              - id: med_qa
                data: ful
                max_instances: -3
              - {nam: q}
            juror: [x]
            """));

        Assert.Equal(2, error.ExitCode);
        Assert.Equal(
            [
                ":2: deployments[1] repeats \"a\".",
                ":5: benchmarks[0].data is \"ful\"; it must be one of: full, sample, available.",
                ":6: benchmarks[0].max_instances must be a whole number from 0 to 2147483647.",
                ":7: benchmarks[1].id is missing.",
                ":7: benchmarks[1].nam is not a known key; known here: data, data_path, id, instance_ids, jury, max_instances.",
                ":8: juror is not a known key; known here: benchmarks, deployments, description, id, jurors, jury, protocol.",
            ],
            error.Advice.Select(a => a[(a.IndexOf("s.yaml", StringComparison.Ordinal) + 6)..]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", "s.yaml:1: must hold exactly one YAML mapping")]
    [InlineData("- a", "s.yaml:1: must hold exactly one YAML mapping")]
    [InlineData("id: x\ndeployments: ]", "s.yaml:2: is not valid YAML")]
    [InlineData("id: a\n---\nid: b", "s.yaml:1: must hold exactly one YAML mapping")]
    [InlineData("id: a\ndeployments: gpt\nbenchmarks: []", "s.yaml:2: deployments must be a list")]
    [InlineData("id: &a x\ndeployments: [*a]", "anchors, aliases and tags are not supported")]
    public void What_is_not_a_suite_is_refused_with_its_line(string yaml, string message) =>
        Assert.Contains(Assert.Throws<CommandFailure>(() => Read(yaml)).Advice, a => a.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.yaml:1: ", Assert.Throws<CommandFailure>(() => SuiteFile.Read("nowhere.yaml")).Advice[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("med_qa", DatasetChoice.Full, 0)]
    [InlineData("med_qa:sample", DatasetChoice.Sample, 0)]
    [InlineData("med_qa:available:5", DatasetChoice.Available, 5)]
    [InlineData("med_qa:full:100", DatasetChoice.Full, 100)]
    [InlineData("med_qa:7", DatasetChoice.Full, 7)]
    public void Benchmarks_are_typed_as_id_data_and_most(string text, DatasetChoice data, int most) =>
        Assert.Equal(new BenchmarkSelection { Benchmark = "med_qa", Data = data, MaxInstances = most }, BenchmarkArgument.Parse(text));

    [Theory]
    [InlineData(":sample")]
    [InlineData("med_qa:ful")]
    [InlineData("med_qa:3:sample")]
    [InlineData("med_qa:sample:-1")]
    [InlineData("med_qa:sample:1:2")]
    public void Any_other_form_of_a_benchmark_is_bad_usage(string text) =>
        Assert.Equal(2, Assert.Throws<CommandFailure>(() => BenchmarkArgument.Parse(text)).ExitCode);

    private static RunSpec Read(string yaml)
    {
        using var folder = TemporaryFolder.Create("suite");
        File.WriteAllText(folder.File("s.yaml"), yaml);
        return SuiteFile.Read(folder.File("s.yaml"));
    }
}
