namespace MedHelm.Judging.Drift;

/// <summary>An anchor judged again.</summary>
/// <param name="Slot">Counted over all checks of the version, from 0.</param>
/// <param name="Number">The check.</param>
/// <param name="Place">The anchor.</param>
/// <param name="Difference">Mark now minus the frozen mark; null for an abstention.</param>
/// <param name="Snapshot">Snapshot that the provider says answered.</param>
/// <param name="CostNanoUsd">List price of the call.</param>
internal sealed record DriftMark(int Slot, int Number, int Place, double? Difference, string Snapshot, long CostNanoUsd);
