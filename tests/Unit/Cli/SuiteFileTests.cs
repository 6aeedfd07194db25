using MedHelm.Cli.Suites;
using MedHelm.Contracts.Evaluation.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class SuiteFileTests
{
    [Fact]
    public void A_suite_file_becomes_a_run_spec()
    {
        var spec = SuiteFile.Parse("s.yaml", """
            id: mine
            description: two models
            deployments: [openai/gpt, baseline/first-option]
            benchmarks:
              - {id: med_qa, data: sample, max_instances: 12}
              - {id: aci_bench, instance_ids: [a, b]}
            jurors: [j, j]
            """);

        Assert.Equal("mine", spec.Suite);
        Assert.Equal(["openai/gpt", "baseline/first-option"], spec.Deployments);
        Assert.Equal(new BenchmarkSelection { Benchmark = "med_qa", Data = DatasetChoice.Sample, MaxInstances = 12 }, spec.Benchmarks[0]);
        Assert.Equal(new BenchmarkSelection { Benchmark = "aci_bench", Data = DatasetChoice.Full, InstanceIds = { "a", "b" } }, spec.Benchmarks[1]);
        Assert.Equal(["j", "j"], spec.Jurors);
    }

    [Fact]
    public void Every_error_is_told_with_file_line_and_key()
    {
        var error = Assert.Throws<SuiteFileException>(() => SuiteFile.Parse("s.yaml", """
            id: mine
            deployments: [a, a]
            benchmarks:
              - id: med_qa
                data: ful
                max_instances: -3
              - {nam: q}
            juror: [x]
            """));

        Assert.Equal(
            [
                "s.yaml:2: deployments[1]: 'a' stands above already; once is enough",
                "s.yaml:5: benchmarks[0].data: must be sample or full, was 'ful'",
                "s.yaml:6: benchmarks[0].max_instances: must be a whole number from 0 (all), was '-3'",
                "s.yaml:7: benchmarks[1].nam: unknown key; there are id, data, max_instances, instance_ids",
                "s.yaml:7: benchmarks[1].id: is missing",
                "s.yaml:8: juror: unknown key; there are id, description, deployments, benchmarks, jurors",
            ],
            error.Errors.Select(e => e.ToString()));
    }

    [Theory]
    [InlineData("", "s.yaml:1: the file is empty")]
    [InlineData("- a", "s.yaml:1: must be a map with id, description, deployments, benchmarks, jurors")]
    [InlineData("id: x\ndeployments: ]", "s.yaml:2: not valid YAML")]
    [InlineData("id: a\nid: b", "s.yaml:2: not valid YAML")]
    [InlineData("id: a\n---\nid: b", "s.yaml:1: the file holds more than one document")]
    [InlineData("id: a\ndeployments: gpt\nbenchmarks: []", "s.yaml:2: deployments: must be a list")]
    [InlineData("id: a\ndeployments: [m]\nbenchmarks: []", "s.yaml:3: benchmarks: must not be empty")]
    [InlineData("id:\ndeployments: [m]\nbenchmarks: [med_qa]", "s.yaml:1: id: must not be empty")]
    public void What_is_not_a_suite_is_refused(string yaml, string message)
    {
        var error = Assert.Throws<SuiteFileException>(() => SuiteFile.Parse("s.yaml", yaml));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_refused_before_it_ends_the_process() => Assert.StartsWith(
        "s.yaml:2: not valid YAML: nested deeper than",
        Assert.Throws<SuiteFileException>(() => SuiteFile.Parse("s.yaml", "id: a\njurors: " + new string('[', 100_000))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("id: &a x\ndeployments: [*a]")]
    [InlineData("id: !!str x")]
    public void Anchors_and_tags_are_refused(string yaml) => Assert.Contains(
        "anchors, aliases and tags are not supported", Assert.Throws<SuiteFileException>(() => SuiteFile.Parse("s.yaml", yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_larger_than_a_suite_can_be_is_not_loaded()
    {
        using var folder = MedHelm.Testing.Processes.TemporaryFolder.Create("suite");
        File.WriteAllText(folder.File("s.yaml"), new string('#', (1 << 20) + 1));

        Assert.Contains("larger than 1 MiB", Assert.Throws<SuiteFileException>(() => SuiteFile.Read(folder.File("s.yaml"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.StartsWith("nowhere.yaml:1: cannot be read", Assert.Throws<SuiteFileException>(() => SuiteFile.Read("nowhere.yaml")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("med_qa", DatasetChoice.Full, 0)]
    [InlineData("med_qa:sample", DatasetChoice.Sample, 0)]
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
        Assert.Equal(2, Assert.Throws<MedHelm.Cli.CommandFailure>(() => BenchmarkArgument.Parse(text)).ExitCode);
}
