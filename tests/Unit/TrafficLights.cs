using MedHelm.Catalog;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using Xunit;

namespace MedHelm.Tests.Unit;

/// <summary>A small benchmark of a user's own, whose definition and data a test can bend.</summary>
internal static class TrafficLights
{
    public const string Yaml = """
        id: traffic_lights
        version: 1
        display_name: Traffic lights
        description: What to do at a light.
        category: Administration and Workflow
        subcategory: Organizing Workflow Processes
        data_tier: public
        source: { url: https://example.org/lights }
        licence: CC0
        citation: None.
        dataset:
          format: FORMAT
          files:
            - path: lights.FORMAT
        mapping:
          id: "{{ row.nr }}"
          input: "{{ row.light }}"
          options: [stop, wait, "go"]
          gold:
            letter: "{{ row.gold }}"
          skip:
            - field: light
              empty: true
              equals: ["n/a"]
              because: Nothing to see.
        adaptation: multiple_choice
        prompt: |
          The light is {{ input }}.
          {% for option in options -%}
          {{ option.letter }}. {{ option.text }}
          {% endfor %}
        parameters: { temperature: 0, max_output_tokens: 4 }
        metrics: [exact_match]
        """;

    public static BenchmarkDefinition Define(ScratchFolder folder, string format)
    {
        folder.Write("benchmarks/lights.yaml", Yaml.Replace("FORMAT", format, StringComparison.Ordinal));
        return BenchmarkCatalog.Load([folder.Path]).Benchmarks[0];
    }

    public static LoadedDataset Load(string format, string data)
    {
        using var folder = new ScratchFolder();
        var definition = Define(folder, format);
        folder.Write($"traffic_lights/lights.{format}", data);
        return DatasetReader.Read(definition, DatasetFolder.Of(definition, DatasetChoice.Full, folder.Path));
    }

    public static string LoadError(string format, string data) =>
        Assert.Throws<DatasetException>(() => Load(format, data)).Message;
}
