using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Testing.Fakes;
using MedHelm.Testing.Processes;
using MedHelm.Testing.Installations;
using Xunit;
using Xunit.Abstractions;

namespace MedHelm.Tests.Functional.EndToEnd;

public sealed class KilledProcessesTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task Killing_every_service_in_mid_run_changes_no_number_and_pays_nothing_twice()
    {
        using var folder = TemporaryFolder.Create("killed");
        await using var provider = await GoldenSuite.StartProviderAsync(Latency);
        await using var system = await SeparateProcesses.StartNewAsync(Slowed(GoldenSuite.WriteDeployments(folder, provider)));
        await system.Evaluation.CreateRunAsync(new CreateRunRequest { Spec = GoldenSuite.Spec, RunId = GoldenSuite.RunId });

        foreach (var service in SeparateProcesses.Services)
        {
            var calls = provider.Ledger.Calls;
            await Poll.UntilAsync("more work", TimeSpan.FromSeconds(60), async cancel => provider.Ledger.Calls > calls + 5 || await IsOverAsync(system));
            Assert.False(await IsOverAsync(system), "The run was over before it could be interrupted; slow it down.");
            output.WriteLine($"kill -9 {service} after {provider.Ledger.Calls} calls");
            // However slow the machine, the run is not over when the next one is killed.
            provider.Held = true;
            await system.Processes[service].KillAsync();
            await system.Processes[service].StartAsync();
            provider.Held = false;
        }
        var board = await system.FinalLeaderboardAsync(GoldenSuite.RunId);

        Golden.Matches(board, "golden-leaderboard.json");
        var stats = provider.Ledger.Stats();
        output.WriteLine(stats.ToString());
        Assert.Equal(0, stats.RepeatedBills);
        // What Inference was asking when it was killed, and what it was storing, one question a deployment each, is asked again under the same
        // Idempotency-Key; nothing else is.
        Assert.InRange(stats.Calls - GoldenSuite.UnbilledFaults - stats.BilledPrompts, 0, 2 * GoldenSuite.PaidDeployments);
        var ledger = await system.Inference.GetLedgerAsync(new GetLedgerRequest { Run = "runs/" + GoldenSuite.RunId });
        Assert.Equal(board.Cost.ChargedNanoUsd, ledger.Lines.Sum(line => line.CostNanoUsd));
    }

    [Fact]
    public async Task Standalone_killed_in_mid_run_takes_the_run_up_again_and_pays_nothing_twice()
    {
        using var folder = TemporaryFolder.Create("resumed");
        await using var provider = await GoldenSuite.StartProviderAsync(Latency);
        var deployments = Slowed(GoldenSuite.WriteDeployments(folder, provider));
        await using var system = await StandaloneInstallation.StartNewAsync(folder.Path, deployments);
        await system.Evaluation.CreateRunAsync(new CreateRunRequest { Spec = GoldenSuite.Spec, RunId = GoldenSuite.RunId });

        for (var kills = 0; kills < 3; kills++)
        {
            var calls = provider.Ledger.Calls;
            await Poll.UntilAsync("more work", TimeSpan.FromSeconds(60), async cancel => provider.Ledger.Calls > calls + 10 || await IsOverAsync(system));
            Assert.False(await IsOverAsync(system), "The run was over before it could be interrupted; slow it down.");
            provider.Held = true;
            await system.Process.KillAsync();
            await system.Process.StartAsync();
            provider.Held = false;
        }

        Golden.Matches(await system.FinalLeaderboardAsync(GoldenSuite.RunId), "golden-leaderboard.json");
        Assert.Equal(0, provider.Ledger.RepeatedBills);
        Assert.InRange(provider.Ledger.Calls - GoldenSuite.UnbilledFaults - provider.Ledger.BilledPrompts, 0, 3 * 2 * GoldenSuite.PaidDeployments);
    }

    // One at a time, so that the run lasts as long as the kills.
    private static string Slowed(string deployments)
    {
        File.WriteAllText(deployments, File.ReadAllText(deployments).Replace("provider: openai", "max_in_flight: 1, provider: openai", StringComparison.Ordinal));
        return deployments;
    }

    private static async Task<bool> IsOverAsync(Installation system) =>
        (await system.Evaluation.GetRunAsync(new GetRunRequest { Name = "runs/" + GoldenSuite.RunId })).Run.State is RunState.Completed or RunState.Failed;
}
