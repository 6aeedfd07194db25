using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Testing.Fakes;
using MedHelm.Testing.Installations;
using MedHelm.Testing.Processes;
using Xunit;
using Xunit.Abstractions;

namespace MedHelm.Tests.Functional.Inference.Chaos;

public sealed class FaultyProviderTests(ITestOutputHelper output)
{
    private static readonly RunSpec Spec = new()
    {
        Suite = "faulty",
        Deployments = { "faulty/alpha", "faulty/beta" },
        Benchmarks =
        {
            new BenchmarkSelection { Benchmark = "med_qa", Data = DatasetChoice.Sample },
            new BenchmarkSelection { Benchmark = "pubmed_qa", Data = DatasetChoice.Sample },
            new BenchmarkSelection { Benchmark = "medication_qa", Data = DatasetChoice.Sample },
        },
        Jurors = { "faulty/alpha", "faulty/beta" },
    };

    [Fact]
    public async Task A_provider_that_refuses_a_third_and_stalls_a_twentieth_of_first_asks_is_asked_once_more_for_each_and_answers_everything()
    {
        using var folder = TemporaryFolder.Create("faulty");
        await using var provider = await FakeOpenAi.StartNewAsync(new FakeOpenAiOptions { Faults = FirstAskFaults.Rules(seed: 4, tooMany: 0.30, stalled: 0.05) });
        var deployments = folder.File("deployments.yaml");
        await File.WriteAllTextAsync(deployments, $$"""
            deployments:
              - {id: faulty/alpha, provider: openai, model: alpha-1, base_url: "{{provider.BaseUrl}}", timeout_seconds: 3}
              - {id: faulty/beta, provider: openai, model: beta-1, base_url: "{{provider.BaseUrl}}", timeout_seconds: 3}
            """);
        await using var system = await StandaloneInstallation.StartNewAsync(folder.Path, deployments);

        var board = await system.RunAsync(Spec, "faulty");

        var calls = provider.Ledger.CallsByRequest;
        output.WriteLine($"{provider.Ledger.Stats()}, {calls.Count} requests, {provider.Ledger.Calls / (double)calls.Count:0.00} calls each");
        Assert.All(board.Rows, row => Assert.Equal((row.Coverage.Planned, row.Coverage.Planned, 0L), (row.Coverage.Answered, row.Coverage.Scored, row.Coverage.Abstentions)));
        // Of so many questions, the shares are near what was asked for.
        Assert.InRange(provider.Ledger.Faults / (double)calls.Count, 0.25, 0.45);
        Assert.True(provider.Ledger.Calls < 1.5 * calls.Count, "A retry too many.");
        // Two layers that both retried would ask a struck question more than once more.
        Assert.Equal(calls.Count + provider.Ledger.Faults, provider.Ledger.Calls);
        Assert.All(calls.Values, asked => Assert.InRange(asked, 1, 2));
        Assert.Equal(0, provider.Ledger.RepeatedBills);
    }
}
