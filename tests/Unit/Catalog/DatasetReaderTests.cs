using MedHelm.Catalog;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog;

public sealed class DatasetReaderTests
{
    private const string Red = """{"nr": 1, "light": "red", "gold": "A"}""";

    [Fact]
    public void Rows_become_instances_in_file_order()
    {
        var dataset = TrafficLights.Load("jsonl", Red + "\n" + """{"nr": 2, "light": "<b>green</b> & {{ bright }}", "gold": "C"}""");

        Assert.Equal(["1", "2"], dataset.Instances.Select(i => i.Id));
        Assert.Equal("<b>green</b> & {{ bright }}", dataset.Instances[1].Input);
        Assert.Equal([false, false, true], dataset.Instances[1].References.Select(r => r.Correct));
    }

    [Fact]
    public void Text_of_a_row_reaches_the_prompt_as_it_is()
    {
        using var folder = new ScratchFolder();
        var benchmark = TrafficLights.Define(folder, "jsonl");

        var prompt = benchmark.RenderPrompt(new("1", "<i>\"{{ 7 }}\"</i>", [new("a & b", true), new("c", false)]));

        Assert.Equal("The light is <i>\"{{ 7 }}\"</i>.\nA. a & b\nB. c", prompt);
    }

    [Fact]
    public void Skipped_and_blank_rows_are_counted()
    {
        var dataset = TrafficLights.Load("csv", "nr,light,gold\n1,red,A\n2,,A\n\n3, N/A ,A\n4,\"green,\nbright\",C\n");

        Assert.Equal(3, dataset.SkippedCount);
        Assert.Equal(["red", "green,\nbright"], dataset.Instances.Select(i => i.Input));
    }

    [Theory]
    [InlineData("jsonl", Red + "\n" + """{"nr": 2, "light": "red", "gold": "D"}""", "line 2: mapping.gold.letter, {{ row.gold }}, gives \"D\", which is not a letter from A to C")]
    [InlineData("jsonl", Red + "\n" + Red, "line 2: id \"1\" was already used")]
    [InlineData("jsonl", Red + "\n" + """{"nr": 2, "light": "red"}""", "line 2: mapping.gold.letter uses 'row.gold', which does not exist. The row has: nr, light")]
    [InlineData("jsonl", Red + "\n" + """{"nr": "", "light": "red", "gold": "A"}""", "line 2: mapping.id, {{ row.nr }}, gives an empty text")]
    [InlineData("jsonl", Red + "\n{\"nr\": 2, \"light\": \"re", "line 2 is not valid JSON")]
    [InlineData("jsonl", Red + "\n" + """{"nr": 2, "light": "\ud800", "gold": "A"}""", "lights.jsonl: line 2 holds text that is not Unicode")]
    [InlineData("json", "[" + Red + """, {"nr": 2, "light": "\ud800", "gold": "A"}]""", "lights.json: item 2 holds text that is not Unicode")]
    [InlineData("json", "[" + Red + """, {"nr": 2, "light": "red", "gold": "A", "\udc00": 1}]""", "lights.json: item 2 holds text that is not Unicode")]
    [InlineData("jsonl", Red + "\n" + """{"nr": "2\u0000", "light": "red", "gold": "A"}""", "line 2: mapping.id, {{ row.nr }}, gives an id with a control character")]
    [InlineData("jsonl", "[1]", "line 1 is valid JSON, but not an object")]
    [InlineData("jsonl", "\n", "gives no instance (1 rows skipped)")]
    [InlineData("csv", "nr,light,gold\n1,red,A\n2,red\n", "record 3 (line 3) has 2 values, but the first record names 3 columns")]
    [InlineData("csv", "nr,light,gold\n1,\"red,A\n", "record 2 (line 2) has a stray or unclosed quotation mark")]
    [InlineData("csv", "nr,colour,gold\n1,red,A\n", "record 2: field \"light\"")]
    [InlineData("csv", "nr,nr,gold\n1,red,A\n", "column \"nr\" 2 times")]
    [InlineData("csv", "", "it is empty")]
    [InlineData("json", """[{"nr": 1, "light": "red", "gold": "A"}, {"nr": """, "the file may be incomplete")]
    [InlineData("json", """[{"nr": 1, "light": "red", "gold": "A"} {"nr": 2}]""", "not valid JSON (line 1, character 41)")]
    [InlineData("json", """{"data": []}""", "is not an array of rows")]
    [InlineData("xlsx", "not a workbook", "not a readable .xlsx workbook")]
    public void What_cannot_be_used_is_refused_with_its_place(string format, string data, string message) =>
        Assert.Contains(message, TrafficLights.LoadError(format, data), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
    {
        using var folder = new ScratchFolder();
        var benchmark = TrafficLights.Define(folder, "csv");
        File.WriteAllBytes(folder.Write("traffic_lights/lights.csv", ""), [.. "nr,light,gold\n1,re"u8, 0xff, .. ",A\n"u8]);

        var error = Assert.Throws<DatasetException>(() => Read(benchmark, folder.Path));

        Assert.Contains("not UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_json_document_is_read_in_pieces_larger_than_the_buffer()
    {
        var rows = Enumerable.Range(1, 300).Select(i => $$"""{"nr": {{i}}, "light": "{{new string('r', 1000 + i)}}", "gold": "A"}""");

        var dataset = TrafficLights.Load("json", "\uFEFF[\n" + string.Join(",\n", rows) + "]");

        Assert.Equal(300, dataset.Instances.Count);
        Assert.Equal(1300, dataset.Instances[^1].Input.Length);
    }

    [Fact]
    public void A_missing_file_is_named_with_where_to_get_it()
    {
        using var folder = new ScratchFolder();
        var benchmark = TrafficLights.Define(folder, "jsonl");

        var missing = Assert.Single(DatasetFolder.Of(benchmark, DatasetChoice.Full, folder.Path).Missing);
        var error = Assert.Throws<DatasetException>(() => Read(benchmark, folder.Path));

        Assert.Equal(Path.Combine(folder.Path, "traffic_lights", "lights.jsonl"), missing);
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
        Assert.Contains("https://example.org/lights", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_dataset_folder_full_data_is_missing_and_no_sample_is_said_so()
    {
        using var folder = new ScratchFolder();
        var benchmark = TrafficLights.Define(folder, "jsonl");

        Assert.Single(DatasetFolder.Of(benchmark, DatasetChoice.Unspecified, null).Missing);
        Assert.Contains("No dataset folder is configured", Assert.Throws<DatasetException>(() => Read(benchmark, null)).Message, StringComparison.Ordinal);
        Assert.Contains("has no sample", Assert.Throws<DatasetException>(() => DatasetFolder.Of(benchmark, DatasetChoice.Sample, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_file_than_the_expected_one_is_refused()
    {
        using var folder = new ScratchFolder();
        folder.Write("benchmarks/lights.yaml", TrafficLights.Yaml.Replace("FORMAT", "jsonl", StringComparison.Ordinal)
            .Replace("- path: lights.jsonl", $"- path: lights.jsonl\n      expected_sha256: {new string('0', 64)}", StringComparison.Ordinal));
        folder.Write("traffic_lights/lights.jsonl", Red);
        var benchmark = BenchmarkCatalog.Load([folder.Path]).Benchmarks[0];

        var error = Assert.Throws<DatasetException>(() => Read(benchmark, folder.Path));

        Assert.Contains("its SHA-256 is", error.Message, StringComparison.Ordinal);
    }

    private static LoadedDataset Read(BenchmarkDefinition benchmark, string? root) =>
        DatasetReader.Read(benchmark, DatasetFolder.Of(benchmark, DatasetChoice.Full, root));
}
