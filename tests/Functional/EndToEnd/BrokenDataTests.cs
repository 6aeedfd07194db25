using System.IO.Compression;
using Grpc.Core;
using Grpc.Health.V1;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Testing.Installations;
using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Functional.EndToEnd;

/// <summary>Data that nobody should have to fear: each is refused with what is wrong and where, and the service stays up.</summary>
public sealed class BrokenDataTests
{
    private static readonly (string Id, string Format, string Message)[] Cases =
    [
        ("broken_csv", "csv", "record 3"),
        ("wrong_columns", "csv", "The row has: nr, colour, gold"),
        ("truncated_json", "json", "incomplete"),
        ("long_line", "jsonl", "line 2"),
        ("zip_bomb", "xlsx", "would unpack to more"),
        ("no_workbook", "xlsx", "not a readable .xlsx workbook"),
        ("binary_text", "csv", "UTF-8"),
        ("no_database", "sqlite", "SQLite"),
        ("entities", "xml", "document type"),
    ];

    [Fact]
    public async Task Broken_data_is_refused_with_its_place_and_the_service_stays_up()
    {
        using var folder = TemporaryFolder.Create("broken");
        foreach (var (id, format, _) in Cases) Define(folder, id, format);
        WriteData(folder);
        await using var system = await StandaloneInstallation.StartNewAsync(folder.File("data"), null, "--catalog", folder.Path);

        foreach (var (id, _, message) in Cases)
        {
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => system.RunAsync(Spec(id), "run-" + id.Replace('_', '-')));
            Assert.Contains(message, refusal.Message, StringComparison.OrdinalIgnoreCase);
            Assert.StartsWith(id, refusal.Message, StringComparison.Ordinal);
        }

        foreach (var path in new[] { "../../etc", "/etc", "a/../../b", "..", @"c:\windows" })
        {
            var spec = Spec("broken_csv");
            spec.Benchmarks[0].DataPath = path;
            var refusal = await Assert.ThrowsAsync<RpcException>(async () => await system.Evaluation.CreateRunAsync(new CreateRunRequest { Spec = spec }));
            Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
            Assert.Contains("data_path", refusal.Status.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await new Health.HealthClient(system.Channel).CheckAsync(new HealthCheckRequest())).Status);
        var board = await system.RunAsync(new RunSpec { Deployments = { "baseline/first-option" }, Benchmarks = { new BenchmarkSelection { Benchmark = "med_qa", Data = DatasetChoice.Sample } } }, "after");
        Assert.Equal(24, board.Coverage.Scored);
    }

    private static RunSpec Spec(string id) => new()
    {
        Deployments = { "baseline/first-option" },
        Benchmarks = { new BenchmarkSelection { Benchmark = id, Data = DatasetChoice.Full } },
    };

    private static void Define(TemporaryFolder folder, string id, string format)
    {
        Directory.CreateDirectory(folder.File("benchmarks"));
        Directory.CreateDirectory(folder.File("datasets", id));
        var items = format switch { "sqlite" => ", items: {query: SELECT 1 AS nr}", "xml" => ", items: {at: row}", _ => "" };
        File.WriteAllText(folder.File("benchmarks", id + ".yaml"), $$$"""
            id: {{{id}}}
            version: 1
            display_name: Broken
            description: Data that cannot be used.
            category: Administration and Workflow
            subcategory: Organizing Workflow Processes
            data_tier: public
            source: {url: https://example.org/broken}
            licence: CC0
            citation: None.
            dataset: {format: {{{format}}}, files: [{path: data.{{{format}}}}]{{{items}}}}
            mapping:
              id: "{{ row.nr }}"
              input: "{{ row.light }}"
              reference: "{{ row.gold }}"
            adaptation: generation
            prompt: "{{ input }}"
            parameters: {max_output_tokens: 4}
            metrics: [exact_match]
            """);
    }

    private static void WriteData(TemporaryFolder folder)
    {
        string Data(string id, string format) => folder.File("datasets", id, "data." + format);
        File.WriteAllText(Data("broken_csv", "csv"), "nr,light,gold\n1,red,stop\n2,\"green,go\n");
        File.WriteAllText(Data("wrong_columns", "csv"), "nr,colour,gold\n1,red,stop\n");
        File.WriteAllText(Data("truncated_json", "json"), """[{"nr": 1, "light": "red", "gold": "stop"}, {"nr": 2, "lig""");
        using (var line = new StreamWriter(Data("long_line", "jsonl")))
        {
            line.Write("{\"nr\": 1, \"light\": \"red\", \"gold\": \"stop\"}\n{\"nr\": 2, \"light\": \"");
            var block = new string('r', 1 << 20);
            for (var i = 0; i < 200; i++) line.Write(block);
            line.Write("\", \"gold\": \"stop\"}\n");
        }

        WriteBomb(Data("zip_bomb", "xlsx"));
        File.WriteAllText(Data("no_workbook", "xlsx"), "not a workbook");
        File.WriteAllBytes(Data("binary_text", "csv"), [.. "nr,light,gold\n1,"u8, 0xff, 0xfe, 0x80, .. ",stop\n"u8]);
        File.WriteAllText(Data("no_database", "sqlite"), "not a database, whatever its name says");
        File.WriteAllText(Data("entities", "xml"), "<!DOCTYPE d [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><d><row><nr>1</nr><light>&a;</light><gold>x</gold></row></d>");
    }

    // A workbook whose sheet is 2 GiB of nothing in 2 MiB.
    private static void WriteBomb(string path)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        using var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Optimal).Open();
        var block = new byte[1 << 20];
        for (var i = 0; i < 2048; i++) sheet.Write(block);
    }
}
