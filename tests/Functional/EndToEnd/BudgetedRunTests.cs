using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Testing.Installations;
using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Functional.EndToEnd;

public sealed class BudgetedRunTests
{
    private const string Run = "runs/" + GoldenSuite.RunId;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_run_that_pauses_at_a_budget_keeps_what_it_has_and_ends_as_one_without_budget()
    {
        var spec = GoldenSuite.Spec.Clone();
        // Without a jury a call costs about what it may cost at most, so that a part of the money buys a part of the run.
        foreach (var open in spec.Benchmarks.Where(b => b.Benchmark is "aci_bench" or "medication_qa").ToList()) spec.Benchmarks.Remove(open);
        spec.Jurors.Clear();
        var unlimited = await UnlimitedAsync(spec);
        var limit = unlimited.Cost.ChargedNanoUsd / 2;
        using var folder = TemporaryFolder.Create("budgeted");
        await using var provider = await GoldenSuite.StartProviderAsync();
        await using var system = await StandaloneInstallation.StartNewAsync(folder.Path, GoldenSuite.WriteDeployments(folder, provider));
        spec.BudgetNanoUsd = limit;

        await system.Evaluation.CreateRunAsync(new CreateRunRequest { Spec = spec, RunId = GoldenSuite.RunId });
        var paused = await StuckAsync(system, limit);

        Assert.InRange(await PaidAsync(system), 1, limit);
        Assert.InRange(paused.Progress.Decided, 1, paused.Progress.Planned - 1);
        Assert.Equal(Run, paused.Pause.Budget);
        var partial = (await system.Reporting.GetLeaderboardAsync(new GetLeaderboardRequest { Run = Run })).Leaderboard;
        Assert.False(partial.Final);
        Assert.Contains(partial.Notices, notice => notice.StartsWith($"The run is paused: budget {Run} had ", StringComparison.Ordinal));

        await system.Budgets.SetBudgetAsync(new SetBudgetRequest { Name = Run, LimitNanoUsd = unlimited.Cost.ChargedNanoUsd * 100 });
        var whole = await system.FinalLeaderboardAsync(GoldenSuite.RunId);

        Assert.Equal(Installation.Json(unlimited), Installation.Json(whole));
        Assert.Equal(0, provider.Ledger.RepeatedBills);
        Assert.Equal(unlimited.Cost.ChargedNanoUsd, await PaidAsync(system));
    }

    [Fact]
    public async Task A_run_with_a_jury_that_may_spend_nothing_ends_as_one_without_budget_once_the_limit_is_gone()
    {
        var unlimited = await UnlimitedAsync(GoldenSuite.Spec);
        using var folder = TemporaryFolder.Create("penniless");
        await using var provider = await GoldenSuite.StartProviderAsync();
        await using var system = await StandaloneInstallation.StartNewAsync(folder.Path, GoldenSuite.WriteDeployments(folder, provider));
        var spec = GoldenSuite.Spec.Clone();
        spec.BudgetNanoUsd = 0;

        await system.Evaluation.CreateRunAsync(new CreateRunRequest { Spec = spec, RunId = GoldenSuite.RunId });
        await StuckAsync(system, limit: 0);
        Assert.Equal(0, provider.Ledger.Calls);

        await system.Budgets.RemoveBudgetAsync(new RemoveBudgetRequest { Name = Run });
        var whole = await system.FinalLeaderboardAsync(GoldenSuite.RunId);

        Assert.Equal(Installation.Json(unlimited), Installation.Json(whole));
        Assert.Equal(0, provider.Ledger.RepeatedBills);
    }

    private static async Task<Leaderboard> UnlimitedAsync(RunSpec spec)
    {
        using var folder = TemporaryFolder.Create("unlimited");
        await using var provider = await GoldenSuite.StartProviderAsync();
        await using var system = await StandaloneInstallation.StartNewAsync(folder.Path, GoldenSuite.WriteDeployments(folder, provider));
        return await system.RunAsync(spec, GoldenSuite.RunId);
    }

    /// <summary>The run once nothing but a higher limit lets it go on: it also pauses for the moment in which reserved money is not yet settled.</summary>
    private static async Task<Run> StuckAsync(Installation system, long limit)
    {
        Run? run = null;
        await Poll.UntilAsync($"{Run} to stop at its budget", Patience, async cancel =>
        {
            run = (await system.Evaluation.GetRunAsync(new GetRunRequest { Name = Run }, cancellationToken: cancel)).Run;
            Assert.NotEqual(RunState.Completed, run.State);
            if (run.State != RunState.Paused) return false;
            var budget = (await system.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = Run }, cancellationToken: cancel)).Budget;
            return budget.ReservedNanoUsd == 0 && limit - budget.SpentNanoUsd < run.Pause.NeededNanoUsd;
        });
        return run!;
    }

    private static async Task<long> PaidAsync(Installation system) =>
        (await system.Inference.GetLedgerAsync(new GetLedgerRequest { Run = Run })).Lines.Sum(line => line.CostNanoUsd);
}
