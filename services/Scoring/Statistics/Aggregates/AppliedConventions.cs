using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Aggregates;

/// <summary>Conventions with nothing left open: what is not said is as MedHELM publishes it.</summary>
internal static class AppliedConventions
{
    /// <param name="posted">Null means all as MedHELM publishes it.</param>
    internal static Conventions Of(Conventions? posted) => new()
    {
        WinRate = posted is null or { WinRate: WinConvention.Unspecified } ? WinConvention.TiesHalf : posted.WinRate,
        WinSd = posted is null or { WinSd: WinConvention.Unspecified } ? WinConvention.Strict : posted.WinSd,
        WinSdDivisor = posted is null or { WinSdDivisor: Deviation.Unspecified } ? Deviation.Population : posted.WinSdDivisor,
        MacroSdDivisor = posted is null or { MacroSdDivisor: Deviation.Unspecified } ? Deviation.Sample : posted.MacroSdDivisor,
        Rescaling = posted is null or { Rescaling: Rescaling.Unspecified } ? Rescaling.Range : posted.Rescaling,
        MissingCells = posted is null or { MissingCells: MissingCells.Unspecified } ? MissingCells.Skipped : posted.MissingCells,
    };
}
