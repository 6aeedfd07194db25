using System.Text.Json;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Testing.Processes;
using MedHelm.Testing.RealData;
using MedHelm.Testing.Installations;
using Xunit;

namespace MedHelm.Tests.Functional.EndToEnd;

/// <summary>Recorded completions of two models, replayed over the real test files through the whole system.</summary>
public sealed class RecordedAnswersRealDataTests
{
    [RealDataFact]
    public async Task Recorded_completions_give_the_published_numbers_of_right_answers()
    {
        using var folder = TemporaryFolder.Create("recorded");
        await using var system = await StandaloneInstallation.StartNewAsync(folder.Path, WriteDeployments(folder), "--datasets", RealDataFolder.Path!);
        using var truth = JsonDocument.Parse(await File.ReadAllTextAsync(RealDataFolder.File("pubmed_qa", "test_ground_truth.json")));

        var medQa = await system.RunAsync(new RunSpec
        {
            Deployments = { "replay/gpt-35-turbo-16k", "replay/gpt-4-32k" },
            Benchmarks = { new BenchmarkSelection { Benchmark = "med_qa", Data = DatasetChoice.Full } },
        }, "recorded-med-qa");
        var pubMedQa = await system.RunAsync(new RunSpec
        {
            Deployments = { "replay/gpt-4-32k" },
            Benchmarks = { new BenchmarkSelection { Benchmark = "pubmed_qa", Data = DatasetChoice.Full, InstanceIds = { truth.RootElement.EnumerateObject().Select(p => p.Name) } } },
        }, "recorded-pubmed-qa");

        Assert.Equal((1273, 1056), Right(medQa, "replay/gpt-4-32k"));
        Assert.Equal((1273, 822), Right(medQa, "replay/gpt-35-turbo-16k"));
        Assert.Equal((500, 198), Right(pubMedQa, "replay/gpt-4-32k"));
        foreach (var row in medQa.Rows)
            Assert.Equal(row.Coverage.Planned - row.Coverage.Scored, row.Coverage.Unscored.Sum(reason => reason.Count));
    }

    private static (long Planned, double Right) Right(Contracts.Reporting.V1.Leaderboard board, string model)
    {
        var cell = board.Rows.Single(row => row.Model == model).Cells.Single();
        return (cell.Coverage.Planned, Math.Round(cell.Score * cell.Coverage.Scored, 6));
    }

    private static string WriteDeployments(TemporaryFolder folder)
    {
        var file = folder.File("deployments.yaml");
        string Recorded(string name) => RealDataFolder.File("recorded", "mirage", name);
        File.WriteAllText(file, $$"""
            deployments:
              - id: replay/gpt-4-32k
                provider: replay
                recordings:
                  - {file: "{{Recorded("derived_medqa_cot_gpt-4-32k.jsonl.gz")}}", benchmark: med_qa}
                  - {file: "{{Recorded("derived_pubmedqa_cot_gpt-4-32k.jsonl.gz")}}", benchmark: pubmed_qa}
              - id: replay/gpt-35-turbo-16k
                provider: replay
                recordings:
                  - {file: "{{Recorded("derived_medqa_cot_gpt-35-turbo-16k.jsonl.gz")}}", benchmark: med_qa}
            """);
        return file;
    }
}
