using Grpc.Core;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Watching;

/// <summary>A paused run with the budget that stops it, in words.</summary>
internal sealed record BudgetStop(Run Run, Budget Budget)
{
    /// <summary>
    /// Null while somebody need not do anything: the run is not paused, or what is reserved for calls under way may yet leave room.
    /// </summary>
    public static async Task<BudgetStop?> FindAsync(Run run, GatewayClient gateway, CancellationToken cancellationToken)
    {
        if (run is not { State: RunState.Paused, Pause: { } pause })
            return null;
        try
        {
            var budget = (await gateway.Budgets.GetBudgetAsync(new() { Name = pause.Budget }, gateway.Soon(cancellationToken))).Budget;
            return budget.HasLimitNanoUsd && budget.LimitNanoUsd - budget.SpentNanoUsd < pause.NeededNanoUsd ? new(run, budget) : null;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound || (RpcFailure.MayPass(error) && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>"budget runs/quick-1 had $0.0200 free when the call was refused, and the call may cost $0.0500": what was under way then may be settled by now.</summary>
    public static string Reason(RunPause pause) =>
        pause.AvailableNanoUsd < 0
            ? $"budget {pause.Budget} is over by {NanoUsd.Format(-pause.AvailableNanoUsd)}, the next call may cost {NanoUsd.Format(pause.NeededNanoUsd)}"
            : $"budget {pause.Budget} had {NanoUsd.Format(pause.AvailableNanoUsd)} free when the call was refused, and the call may cost {NanoUsd.Format(pause.NeededNanoUsd)}";

    /// <summary>The command that makes room for as much again, and for the next call at least.</summary>
    public static string RaiseCommand(string budget, decimal limit, decimal taken, decimal needed, GatewayAddress address) =>
        $"medhelm budget set {budget} {DollarAmount.RoundedUp(Math.Max(limit * 2, taken + needed))}{address.AsOption}";

    public IEnumerable<string> Lines(GatewayAddress address)
    {
        var needed = Run.Pause.NeededNanoUsd;
        var month = Budget.Month.Length > 0 ? $" in {Budget.Month}" : "";
        yield return $"{Run.Name} is paused: budget {Budget.Name} has spent {NanoUsd.Format(Budget.SpentNanoUsd)} of {NanoUsd.Format(Budget.LimitNanoUsd)}{month}, and the next call may cost {NanoUsd.Format(needed)}.";
        yield return "What is answered stays. Raise the budget, and the run goes on by itself:";
        yield return $"  {RaiseCommand(Budget.Name, Budget.LimitNanoUsd, (decimal)Budget.SpentNanoUsd + Budget.ReservedNanoUsd, needed, address)}";
    }
}
