using Grpc.Core;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Evaluation.Runs;

/// <summary>Budgets as Evaluation uses them: it sets those of runs and asks whether there is room again.</summary>
internal sealed class BudgetRoom(BudgetService.BudgetServiceClient budgets, TimeProvider clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Sets the limit of a budget that has none yet.</summary>
    public async Task LimitAsync(string budget, long limitNanoUsd, CancellationToken cancel) =>
        await budgets.SetBudgetAsync(new SetBudgetRequest { Name = budget, LimitNanoUsd = limitNanoUsd, OnlyIfAbsent = true }, Call(cancel));

    /// <summary>What may still be spent, in billionths of a US dollar; no end without a limit.</summary>
    public async Task<long> AvailableAsync(string budget, CancellationToken cancel)
    {
        try
        {
            var found = (await budgets.GetBudgetAsync(new GetBudgetRequest { Name = budget }, Call(cancel))).Budget;
            return found.HasLimitNanoUsd ? found.LimitNanoUsd - found.SpentNanoUsd - found.ReservedNanoUsd : long.MaxValue;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return long.MaxValue;
        }
    }

    private CallOptions Call(CancellationToken cancel) => new(deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel);
}
