using System.Diagnostics;
using System.Globalization;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Testing.Processes;
using Xunit;
using Xunit.Abstractions;

namespace MedHelm.Tests.Functional.Inference.Chaos;

/// <summary>What the provider was asked and bills is the truth, whatever happens to the processes in between.</summary>
public sealed class ReplicaProcessesTests(ReplicaProcesses processes, ITestOutputHelper output) : IClassFixture<ReplicaProcesses>
{
    private const long Dollar = 1_000_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Two_hundred_callers_over_four_processes_ask_once_and_when_the_asking_process_is_killed_once_more_at_one_charge()
    {
        using var bound = new CancellationTokenSource(Patience);
        var ledger = processes.Provider(ReplicaProcesses.Shared).Ledger;
        var callers = new PersistentCallers(processes.System);

        var outcomes = await callers.AskAsync(Enumerable.Repeat(Question("What is asked by all?"), 200), bound.Token);

        var cost = ledger.InvoiceNanoUsd;
        Assert.Equal(1, ledger.Calls);
        Assert.Single(outcomes.Select(outcome => outcome.Completion.Text).Distinct(StringComparer.Ordinal));
        Assert.Equal(cost, outcomes.Sum(outcome => outcome.ChargedNanoUsd));
        var line = await processes.LedgerAsync(ReplicaProcesses.Shared);
        Assert.Equal((1L, cost, 0L), (line.Calls, line.CostNanoUsd, line.PresumedNanoUsd));

        // The provider holds the first call, which only the first replica was asked to make.
        var leader = callers.AskAsync([Question("Does this stall?")], bound.Token);
        await Poll.UntilAsync("the call", Patience, () => ledger.Faults == 1);
        var waiting = callers.AskAsync(Enumerable.Repeat(Question("Does this stall?"), 199), bound.Token);
        await processes.System.All[0].Process.KillAsync();
        var killed = Stopwatch.GetTimestamp();
        outcomes = [.. await leader, .. await waiting];
        var took = Stopwatch.GetElapsedTime(killed);
        await processes.System.All[0].Process.StartAsync();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{callers.Repeats} callers lost their process; all had the answer {took.TotalSeconds:0.0} s after the kill"));
        Assert.Equal(1 + 2, ledger.Calls);
        Assert.Equal(1 + 1, ledger.BilledPrompts);
        Assert.Single(outcomes.Select(outcome => outcome.Completion.Text).Distinct(StringComparer.Ordinal));
        Assert.Equal(ledger.InvoiceNanoUsd - cost, outcomes.Sum(outcome => outcome.ChargedNanoUsd));
        line = await processes.LedgerAsync(ReplicaProcesses.Shared);
        Assert.Equal((2L, ledger.InvoiceNanoUsd, 0L), (line.Calls, line.CostNanoUsd, line.PresumedNanoUsd));
        // A waiter looks again at least once a second; the rest is for a busy machine.
        Assert.InRange(took, TimeSpan.Zero, ReplicaProcesses.ClaimTime + TimeSpan.FromSeconds(1 + 5));

        static CompleteRequest Question(string prompt) => ReplicaProcesses.Question(ReplicaProcesses.Shared, prompt, "shared");
    }

    [Theory]
    [InlineData(20261122)]
    public async Task Five_hundred_callers_with_a_dollar_spend_no_more_while_processes_are_killed_and_the_ledger_is_the_invoice(int seed)
    {
        using var bound = new CancellationTokenSource(Patience);
        var ledger = processes.Provider(ReplicaProcesses.Keyed).Ledger;
        await processes.LimitAsync("keyed", Dollar);
        var callers = new PersistentCallers(processes.System);
        var kills = new KillSchedule(processes.System, processes.Provider(ReplicaProcesses.Keyed), seed);

        var asking = callers.AskAsync(Questions(500, ReplicaProcesses.Keyed, "keyed"), bound.Token);
        await kills.RunAsync(kills: 6, calls: 16, over: asking);
        var outcomes = await asking;
        // Calls of killed processes go on at the provider and are billed when they end.
        await Poll.UntilAsync("the provider's last calls", Patience, () => ledger.InFlight == 0);

        var answered = outcomes.Where(outcome => outcome.Completion is not null).ToList();
        var refused = outcomes.Except(answered).ToList();
        var (line, budget) = (await processes.LedgerAsync(ReplicaProcesses.Keyed), await processes.BudgetAsync("keyed"));
        output.WriteLine($"{kills.Kills} kills, {callers.Repeats} repeats, {answered.Count} answered, {refused.Count} refused; {ledger.Stats()}; invoice {ledger.InvoiceNanoUsd}");
        output.WriteLine($"{budget}");
        Assert.Equal(6, kills.Kills);
        Assert.All(refused, outcome => Assert.Equal(FailureReason.Budget, outcome.Failure.Reason));
        Assert.InRange(ledger.InvoiceNanoUsd, 1, Dollar);
        // Whoever lost a call to a kill asked again, under the same key, and what the dead call had set aside is there for that: every end is
        // known, nothing is presumed, and each question that was billed was answered.
        Assert.Equal((ledger.BilledPrompts, ledger.InvoiceNanoUsd, 0L), (line.Calls, line.CostNanoUsd, line.PresumedNanoUsd));
        Assert.Equal((ledger.InvoiceNanoUsd, 0L, 0L), (budget.SpentNanoUsd, budget.ReservedNanoUsd, budget.PresumedNanoUsd));
        Assert.Equal((ledger.BilledPrompts, 0L), (answered.Count, ledger.RepeatedBills));
        // Nobody was refused for money that dead calls kept: what is left is less than any refused question could cost.
        Assert.All(refused, outcome => Assert.True(outcome.Failure.Shortfall.NeededNanoUsd > Dollar - budget.SpentNanoUsd));
        Assert.InRange(answered.Count, 100, 250);
    }

    [Fact]
    public async Task Before_a_provider_that_bills_every_request_a_dollar_is_enough_too_and_the_ledger_presumes_what_nobody_saw()
    {
        using var bound = new CancellationTokenSource(Patience);
        var ledger = processes.Provider(ReplicaProcesses.Unkeyed).Ledger;
        await processes.LimitAsync("unkeyed", Dollar);
        var callers = new PersistentCallers(processes.System);
        var kills = new KillSchedule(processes.System, processes.Provider(ReplicaProcesses.Unkeyed), seed: 7);

        // One call that is certainly lost: the provider holds its answer while the process that asked is killed.
        processes.Provider(ReplicaProcesses.Unkeyed).Held = true;
        var lost = callers.AskAsync(Questions(1, ReplicaProcesses.Unkeyed, "unkeyed"), bound.Token);
        await Poll.UntilAsync("the call", Patience, () => ledger.InFlight == 1);
        await processes.System.All[0].Process.KillAsync();
        processes.Provider(ReplicaProcesses.Unkeyed).Held = false;
        await processes.System.All[0].Process.StartAsync();

        var asking = callers.AskAsync(Questions(150, ReplicaProcesses.Unkeyed, "unkeyed").Skip(1), bound.Token);
        await kills.RunAsync(kills: 2, calls: 20, over: asking);
        CompletionOutcome[] outcomes = [.. await lost, .. await asking];
        await Poll.UntilAsync("the provider's last calls", Patience, () => ledger.InFlight == 0);

        var (line, budget) = (await processes.LedgerAsync(ReplicaProcesses.Unkeyed), await processes.BudgetAsync("unkeyed"));
        output.WriteLine($"{kills.Kills} kills, {callers.Repeats} repeats; {ledger.Stats()}; invoice {ledger.InvoiceNanoUsd}; {budget}");
        Assert.Equal(2, kills.Kills);
        Assert.All(outcomes, outcome => Assert.True(outcome.Completion is not null || outcome.Failure.Reason == FailureReason.Budget));
        // A call that a killed process had begun may be on the invoice; it is in the books at its worst case.
        Assert.InRange(ledger.InvoiceNanoUsd, 1, line.CostNanoUsd);
        Assert.InRange(line.CostNanoUsd, 1, Dollar);
        Assert.InRange(line.PresumedNanoUsd, 1, line.CostNanoUsd);
        Assert.Equal((line.CostNanoUsd, 0L, line.PresumedNanoUsd), (budget.SpentNanoUsd, budget.ReservedNanoUsd, budget.PresumedNanoUsd));
        // What is not presumed is what the answers cost.
        Assert.Equal(outcomes.Where(outcome => outcome.Completion is not null).Sum(outcome => outcome.CostNanoUsd), line.CostNanoUsd - line.PresumedNanoUsd);
    }

    private static IEnumerable<CompleteRequest> Questions(int count, string deployment, string project) => Enumerable.Range(0, count).Select(i =>
        ReplicaProcesses.Question(deployment, string.Create(CultureInfo.InvariantCulture, $"Question {i}: which of the findings is the most likely cause of the patient's complaint, and what would you do first? Give one sentence."), project));
}
