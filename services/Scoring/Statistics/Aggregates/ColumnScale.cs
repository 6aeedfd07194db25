using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Aggregates;

/// <summary>What the values of a column mean: which way is better, and between which ends they lie.</summary>
internal readonly record struct ColumnScale(bool LowerIsBetter, double Min, double Max, bool Clipped)
{
    internal static ColumnScale Of(AggregateColumn column) => new(column.Direction == Direction.LowerIsBetter, column.RangeMin, column.RangeMax, column.Clipped);

    /// <summary>The worst value of the range.</summary>
    internal double Worst => LowerIsBetter ? Max : Min;

    /// <summary>The mean cut to the range where the column is clipped: single values may lie outside, the mean that is shown does not (HealthBench: Arora et al. 2025).</summary>
    internal double Cut(double mean) => Clipped ? Math.Clamp(mean, Min, Max) : mean;

    /// <summary>
    /// By range, (mean - min) / (max - min), which MedHELM's tables apply to marks of 1 to 5; by maximum, mean / max, which its
    /// power analysis applies to them. Where lower is better what is left to 1, so that more is better in every column. NaN of NaN.
    /// </summary>
    internal double Rescale(double mean, Rescaling rescaling) => (rescaling, LowerIsBetter) switch
    {
        (Rescaling.Maximum, false) => mean / Max,
        (Rescaling.Maximum, true) => (Max - mean) / Max,
        (_, false) => (mean - Min) / (Max - Min),
        (_, true) => (Max - mean) / (Max - Min),
    };

    /// <summary>What a difference of one in the mean is after rescaling.</summary>
    internal double Unit(Rescaling rescaling) => (LowerIsBetter ? -1 : 1) / (rescaling == Rescaling.Maximum ? Max : Max - Min);
}
