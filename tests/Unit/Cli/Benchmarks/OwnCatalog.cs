using MedHelm.Testing.Processes;

namespace MedHelm.Tests.Unit.Cli.Benchmarks;

/// <summary>A user's catalog folder with one benchmark of four questions, of which one has no text.</summary>
internal sealed class OwnCatalog : IDisposable
{
    private const string Definition = """
        id: lights
        version: 1
        display_name: Traffic lights
        description: Say what to do.
        category: Clinical Decision Support
        subcategory: Planning Treatments
        data_tier: public
        source: {url: https://example.org}
        licence: CC0
        citation: none
        dataset:
          format: csv
          files: [{path: lights.csv}]
        mapping:
          id: "{{ row.nr }}"
          input: "The light is {{ row.light }}."
          options: [stop, go, wait]
          gold: {letter: "{{ row.gold }}"}
          skip: [{field: light, empty: true, because: There is no light.}]
        adaptation: multiple_choice
        prompt: |
          {{ input }}{% for option in options %}
          {{ option.letter }}. {{ option.text }}{% endfor %}
        parameters: {temperature: 0, max_output_tokens: 4}
        metrics: [exact_match]
        """;

    private readonly TemporaryFolder folder = TemporaryFolder.Create("catalog");

    public OwnCatalog()
    {
        Write("benchmarks/lights.yaml", Definition);
        Write("datasets/lights/lights.csv", "nr,light,gold\n1,red,A\n2,green,B\n3,,C\n4,amber,C\n");
    }

    public string Path => folder.Path;

    public string File => folder.File("benchmarks/lights.yaml");

    public void Write(string name, string text)
    {
        var path = folder.File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
    }

    public void Change(string old, string with) => Write("benchmarks/lights.yaml", Definition.Replace(old, with, StringComparison.Ordinal));

    public void Dispose() => folder.Dispose();
}
