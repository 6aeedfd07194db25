using System.Text.Json;
using CsvHelper;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Testing.Fakes;
using MedHelm.Testing.Installations;
using MedHelm.Testing.Processes;
using MedHelm.Testing.RealData;
using Xunit;
using Xunit.Abstractions;

namespace MedHelm.Tests.Functional.EndToEnd;

/// <summary>Recorded notes of a model over real encounters, rated by a jury of three over the bus, one of which fails now and then.</summary>
public sealed class JuryRealDataTests(ITestOutputHelper output)
{
    private const string Run = "recorded-notes";
    private const int Notes = 40;

    [RealDataFact]
    public async Task A_juror_that_fails_a_fifth_of_the_time_leaves_a_complete_run_with_every_abstention_and_every_cent_accounted_for()
    {
        using var folder = TemporaryFolder.Create("jury");
        await using var steady = await StartAsync(new TokenPrice(2.50001m, 10.00003m));
        await using var second = await StartAsync(new TokenPrice(0.71m, 0.71m));
        await using var unsteady = await StartAsync(new TokenPrice(3m, 15m), reply: request => (Fails(request), Mark(request) % 2) switch
        {
            (true, 0) => "I'm sorry, but I can't assist with that.",
            (true, _) => "This note reads well enough to me.",
            _ => DefaultReplies.For(request),
        });
        await using var system = await SeparateProcesses.StartNewAsync(
            Write(folder, ("jury/steady", steady), ("jury/second", second), ("jury/unsteady", unsteady)), new KeyValuePair<string, string>("MEDHELM__DATASETS", RealDataFolder.Path!));

        var board = await system.RunAsync(new RunSpec
        {
            Deployments = { "replay/gpt-4" },
            Benchmarks = { new BenchmarkSelection { Benchmark = "aci_bench", Data = DatasetChoice.Full, InstanceIds = { Recorded().Select(note => note.Id) } } },
            Jurors = { "jury/steady", "jury/second", "jury/unsteady" },
        }, Run);

        var cell = Assert.Single(Assert.Single(board.Rows).Cells);
        Assert.Equal((Notes, Notes, Notes), (cell.Coverage.Planned, cell.Coverage.Answered, cell.Coverage.Scored));
        var verdicts = await VerdictsAsync(system);
        var last = verdicts.GroupBy(verdict => (verdict.InstanceId, verdict.Verdict.Juror)).Select(attempts => attempts.MaxBy(verdict => verdict.Attempt)!).ToList();
        var abstained = last.Where(verdict => verdict.Verdict.Abstention is not null).ToList();
        output.WriteLine($"{verdicts.Count} calls, {abstained.Count} abstentions, {verdicts.Count - last.Count} repairs, {abstained.CountBy(verdict => verdict.Verdict.Abstention.Reason).Select(reason => $"{reason.Key} {reason.Value}").Aggregate("", (a, b) => $"{a} {b}")}");
        Assert.Equal(3 * Notes, last.Count);
        Assert.Equal(cell.Coverage.Abstentions, abstained.Count);
        Assert.All(abstained, verdict => Assert.Equal("jury/unsteady", verdict.Verdict.Deployment));
        Assert.NotEmpty(abstained);
        Assert.Equal(
            verdicts.Where(verdict => verdict.Attempt == 0 && verdict.Verdict.Abstention is null).Count() + verdicts.Count(verdict => verdict.Attempt == 1 && verdict.Verdict.Abstention is null) + abstained.Count,
            last.Count);

        // What each provider bills is what the ledger says it got, to the nano-dollar, and their sum is what the jury cost.
        var ledger = (await system.Inference.GetLedgerAsync(new GetLedgerRequest { Run = "runs/" + Run })).Lines;
        Assert.Equal(["jury/second", "jury/steady", "jury/unsteady"], ledger.Where(line => line.Purpose == Purpose.Juror).Select(line => line.Deployment));
        foreach (var (juror, provider) in new[] { ("jury/steady", steady), ("jury/second", second), ("jury/unsteady", unsteady) })
        {
            var line = ledger.Single(entry => entry.Deployment == juror);
            output.WriteLine($"{juror}: {line.Calls} calls, {line.CostNanoUsd} billionths of a dollar");
            Assert.Equal((provider.Ledger.BilledPrompts, provider.Ledger.InvoiceNanoUsd, 0L), (line.Calls, line.CostNanoUsd, line.PresumedNanoUsd));
            Assert.Equal(provider.Ledger.InvoiceNanoUsd, verdicts.Where(verdict => verdict.Verdict.Deployment == juror).Sum(verdict => verdict.CostNanoUsd));
        }
        Assert.Equal(steady.Ledger.InvoiceNanoUsd + second.Ledger.InvoiceNanoUsd + unsteady.Ledger.InvoiceNanoUsd, board.Cost.JuryNanoUsd);
    }

    private static async Task<List<RecordedVerdict>> VerdictsAsync(Installation system)
    {
        var all = new List<RecordedVerdict>();
        var judging = new JudgingService.JudgingServiceClient(system.Channel);
        for (var token = ""; ;)
        {
            var page = await judging.ListVerdictsAsync(new ListVerdictsRequest { Run = "runs/" + Run, PageSize = 50, PageToken = token });
            all.AddRange(page.Verdicts);
            if ((token = page.NextPageToken).Length == 0) return all;
        }
    }

    private static Task<FakeOpenAi> StartAsync(TokenPrice price, Func<ChatRequest, string>? reply = null) =>
        FakeOpenAi.StartNewAsync(new FakeOpenAiOptions { Price = price, Reply = reply ?? DefaultReplies.For });

    // The prompt alone decides, so that the same happens in whatever order the work is done.
    private static bool Fails(ChatRequest request) => Mark(request) < 51;

    private static int Mark(ChatRequest request) => Convert.ToInt32(request.PromptSha256[..2], 16);

    private static List<(string Id, string Note)> Recorded()
    {
        // Both files list the encounters in the same order; the names of one say how they were recorded, too.
        using var encounters = JsonDocument.Parse(File.ReadAllText(RealDataFolder.File("aci_bench", "clinicalnlp_taskB_test1_full.json")));
        var ids = encounters.RootElement.GetProperty("data").EnumerateArray().Select(encounter => encounter.GetProperty("file").GetString()!).ToList();
        using var text = new StreamReader(RealDataFolder.File("recorded", "aci_bench", "test1GPT-4_.csv"));
        using var rows = CsvReader.Create(text, new CsvReaderOptions { HasHeader = false }, leaveOpen: true);
        rows.Read();
        var header = Enumerable.Range(0, rows.FieldCount).Select(rows.GetString).ToList();
        var notes = new List<(string Id, string Note)>();
        while (rows.Read())
        {
            Assert.StartsWith(rows.GetString(header.IndexOf("encounter_id")), ids[notes.Count], StringComparison.Ordinal);
            notes.Add((ids[notes.Count], rows.GetString(header.IndexOf("note"))));
        }
        return notes;
    }

    private static string Write(TemporaryFolder folder, params (string Id, FakeOpenAi Provider)[] jurors)
    {
        var notes = folder.File("notes.jsonl");
        File.WriteAllLines(notes, Recorded().Select(note => JsonSerializer.Serialize(new { id = note.Id, text = note.Note })));
        var prices = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["jury/steady"] = "{input_usd_per_million: 2.50001, output_usd_per_million: 10.00003}",
            ["jury/second"] = "{input_usd_per_million: 0.71, output_usd_per_million: 0.71}",
            ["jury/unsteady"] = "{input_usd_per_million: 3, output_usd_per_million: 15}",
        };
        var file = folder.File("deployments.yaml");
        File.WriteAllText(file, $$"""
            deployments:
              - id: replay/gpt-4
                provider: replay
                recordings:
                  - {file: "{{notes}}", benchmark: aci_bench}
            {{string.Join('\n', jurors.Select(juror => $$"""
              - {id: {{juror.Id}}, provider: openai, model: {{juror.Id[5..]}}, base_url: "{{juror.Provider.BaseUrl}}", prices: {{prices[juror.Id]}}}
            """))}}
            """);
        return file;
    }
}
