using MedHelm.Catalog;
using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Yaml;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog;

public sealed class CatalogProblemTests
{
    private static readonly string Sound = TrafficLights.Yaml.Replace("FORMAT", "jsonl", StringComparison.Ordinal);

    [Fact]
    public void A_sound_definition_of_ones_own_loads_beside_the_bundled_ones()
    {
        using var folder = new ScratchFolder();
        folder.Write("benchmarks/lights.yaml", Sound);

        Assert.NotNull(BenchmarkCatalog.Load([BenchmarkCatalog.BundledFolder, folder.Path]).Find("traffic_lights"));
    }

    [Theory]
    [InlineData("version: 1", "version: 1\nvresion: 2", 3, "vresion is not a known key")]
    [InlineData("licence: CC0\n", "", 1, "licence is missing")]
    [InlineData("data_tier: public", "data_tier: secret", 7, "must be one of: public, gated, private")]
    [InlineData("version: 1", "version: one", 2, "whole number")]
    [InlineData("metrics: [exact_match]", "metrics: []", 33, "at least one entry")]
    [InlineData("metrics: [exact_match]", "metrics: [jury_score]", 33, "must have a rubric")]
    [InlineData("metrics: [exact_match]", "metrics: [summarization_density, exact_match]", 33, "describes answers")]
    [InlineData("metrics: [exact_match]", "metrics: [exact_macth]", 33, "known metrics")]
    [InlineData("options: [stop, wait, \"go\"]", "options: [stop]", 18, "2 to 26")]
    [InlineData("letter: \"{{ row.gold }}\"", "index: 1", 20, "must have one of")]
    [InlineData("{{ option.text }}", "{{ option.txt }}", 30, "option.txt")]
    [InlineData("{{ input }}", "{{ inptu }}", 28, "inptu")]
    [InlineData("{{ input }}", "{{ input | shout }}", 28, "shout")]
    [InlineData("{% endfor %}", "", 28, "for")]
    [InlineData("{{ row.light }}", "{{ light }}", 17, "light")]
    [InlineData("path: lights.jsonl", "path: ../secrets", 14, "without \"..\"")]
    [InlineData("empty: true\n      equals: [\"n/a\"]\n      because", "because", 22, "never applies")]
    [InlineData("citation: None.", "citation: &x None.", 10, "anchors")]
    [InlineData("citation: None.", "citation: None.\nlicence: MIT", 11, "is not valid YAML")]
    public void A_slip_is_reported_with_its_line(string sound, string slip, int line, string message)
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);

        var problem = Assert.Single(Problems(Sound.Replace(sound, slip, StringComparison.Ordinal)), p => p.Message.Contains(message, StringComparison.Ordinal));

        Assert.Equal(line, problem.Line);
        Assert.EndsWith("lights.yaml", problem.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_of_every_file_is_reported_at_once()
    {
        using var folder = new ScratchFolder();
        folder.Write("benchmarks/a.yaml", Sound.Replace("CC0", "\"\"", StringComparison.Ordinal).Replace("adaptation: multiple_choice", "adaptation: telepathy", StringComparison.Ordinal));
        folder.Write("suites/b.yaml", "id: mine\ndescription: Mine.\ndeployments: []\nbenchmarks:\n  - id: traffic_lights\n    data: some\n");

        var error = Assert.Throws<CatalogException>(() => BenchmarkCatalog.Load([folder.Path]));

        Assert.Contains(error.Problems, p => p.ToString().Contains("a.yaml:9: licence", StringComparison.Ordinal));
        Assert.Contains(error.Problems, p => p.Message.Contains("telepathy", StringComparison.Ordinal));
        Assert.Contains(error.Problems, p => p.ToString().Contains("b.yaml:3: deployments", StringComparison.Ordinal));
        Assert.Contains(error.Problems, p => p.ToString().Contains("b.yaml:6: benchmarks[0].data", StringComparison.Ordinal));
        Assert.All(error.Problems, p => Assert.Contains(p.ToString(), error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_bundled_benchmark_cannot_be_replaced()
    {
        using var folder = new ScratchFolder();
        folder.Write("benchmarks/mine.yaml", Sound.Replace("id: traffic_lights", "id: med_qa", StringComparison.Ordinal));

        var error = Assert.Throws<CatalogException>(() => BenchmarkCatalog.Load([BenchmarkCatalog.BundledFolder, folder.Path]));

        Assert.Contains("id \"med_qa\" is already defined", Assert.Single(error.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_must_name_benchmarks_that_exist_and_jurors_for_open_ended_ones()
    {
        using var folder = new ScratchFolder();
        folder.Write("suites/mine.yaml", "id: mine\ndescription: Mine.\ndeployments: [x]\nbenchmarks:\n  - { id: aci_bench, data: sample }\n  - { id: no_such, data: full }\n");

        var error = Assert.Throws<CatalogException>(() => BenchmarkCatalog.Load([BenchmarkCatalog.BundledFolder, folder.Path]));

        Assert.Equal(2, error.Problems.Count);
        Assert.Contains("no_such", error.Message, StringComparison.Ordinal);
        Assert.Contains("aci_bench", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_file_from_anywhere_can_be_read()
    {
        using var folder = new ScratchFolder();
        var file = folder.Write("mine.yaml", "id: mine\ndescription: Mine.\ndeployments: [a, b]\nbenchmarks:\n  - id: med_qa\n    data: full\n    max_instances: 100\n    instance_ids: [\"0001\"]\n");

        var suite = SuiteDefinition.ReadFile(file);

        Assert.Equal(["a", "b"], suite.Deployments);
        Assert.Equal((100, "0001"), (suite.Benchmarks[0].MaxInstances, suite.Benchmarks[0].InstanceIds[0]));
        Assert.Empty(suite.Jurors);
    }

    [Fact]
    public void The_hash_of_a_definition_does_not_depend_on_line_endings()
    {
        using var unix = new ScratchFolder();
        using var windows = new ScratchFolder();
        unix.Write("benchmarks/lights.yaml", Sound);
        windows.Write("benchmarks/lights.yaml", Sound.ReplaceLineEndings("\r\n"));

        Assert.Equal(
            BenchmarkCatalog.Load([unix.Path]).Benchmarks[0].DefinitionSha256,
            BenchmarkCatalog.Load([windows.Path]).Benchmarks[0].DefinitionSha256);
    }

    private static IReadOnlyList<CatalogProblem> Problems(string yaml)
    {
        using var folder = new ScratchFolder();
        folder.Write("benchmarks/lights.yaml", yaml);
        return Assert.Throws<CatalogException>(() => BenchmarkCatalog.Load([folder.Path])).Problems;
    }
}
