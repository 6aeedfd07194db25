using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics;

/// <summary>Makes estimates; what is not a number is absent in them.</summary>
internal static class Estimates
{
    /// <summary>Why one unit has no interval.</summary>
    internal const string NeedsTwoUnits = "An interval needs at least two independent units.";

    internal static Estimate Of(double value, double low, double high, double level, IntervalMethod method, int units, string remark = "")
    {
        var estimate = WithoutInterval(value, level, units, remark);
        estimate.Method = method;
        if (double.IsFinite(low)) estimate.Low = low;
        if (double.IsFinite(high)) estimate.High = high;
        return estimate;
    }

    /// <param name="value">NaN where undefined.</param>
    /// <param name="level">Confidence level that was asked for.</param>
    /// <param name="units">Independent units.</param>
    /// <param name="remark">Why there is no interval.</param>
    internal static Estimate WithoutInterval(double value, double level, int units, string remark)
    {
        var estimate = new Estimate { Level = level, Units = units, Remark = remark };
        if (double.IsFinite(value)) estimate.Value = value;
        return estimate;
    }
}
