using MedHelm.Inference.Money;

namespace MedHelm.Inference.Completions;

/// <summary>A budget has no room for the call; nothing was sent.</summary>
internal sealed class BudgetRefusedException(Shortfall shortfall) : Exception($"The budget '{shortfall.Budget}' has no room.")
{
    public Shortfall Shortfall { get; } = shortfall;
}
