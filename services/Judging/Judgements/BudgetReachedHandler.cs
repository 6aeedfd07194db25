using System.Globalization;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Judging.Judgements;

/// <summary>Says which budget a judgement waits for. What was refused is asked again from time to time, so that it goes on once there is room.</summary>
internal sealed class BudgetReachedHandler(JudgementStore store) : IMessageHandler<BudgetReached>
{
    private const decimal PerDollar = 1_000_000_000m;

    public async Task HandleAsync(BudgetReached message, CancellationToken cancel)
    {
        if (JudgementIds.Parse(message.Run) is not { } id) return;
        await store.SetProblemAsync(
            id,
            $"It waits: budget {message.Budget} has {Usd(message.AvailableNanoUsd)} free, and the next call may cost {Usd(message.NeededNanoUsd)}. Raise the budget ('medhelm budget set {message.Budget} USD') and it goes on by itself within a minute or two.",
            cancel);
    }

    private static string Usd(long nanoUsd) => (nanoUsd / PerDollar).ToString("$0.00#######;-$0.00#######", CultureInfo.InvariantCulture);
}
