using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Bench;

/// <summary>What a juror said to a direct question.</summary>
/// <param name="Verdict">Marks or an abstention.</param>
/// <param name="CostNanoUsd">List price of the call.</param>
/// <param name="Shortfall">The budget that had no room, so that nobody was asked; null when somebody was.</param>
internal sealed record JurorAnswer(Verdict Verdict, long CostNanoUsd, BudgetShortfall? Shortfall);
