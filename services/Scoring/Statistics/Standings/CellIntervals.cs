using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Aggregates;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>
/// Cell means with their intervals: instances are drawn inside their sub-run, or clusters among those that reach the same sub-runs where
/// there are some, so that a patient in several sub-runs is drawn with all of them (Davison and Hinkley 1997, sections 3.2 and 3.8). BCa where that is asked
/// for, else percentile.
/// </summary>
/// <param name="columns">The benchmarks.</param>
/// <param name="resampled">The same, to draw from.</param>
/// <param name="replicates">Their means in every resample; null where nothing was drawn.</param>
/// <param name="settings">Level and method.</param>
internal sealed class CellIntervals(ColumnValues[] columns, ResampledColumn[] resampled, CellReplicates? replicates, ResamplingSettings settings)
{
    /// <summary>Each model of one benchmark, in the order of the column; a model without values has no value.</summary>
    internal static Estimate[] OfColumn(AggregateColumn column, ResamplingSettings settings, ParallelWork work)
    {
        ColumnValues[] columns = [new(column, [.. column.Models.Select(model => model.Model)])];
        ResampledColumn[] resampled = [new(columns[0])];
        var replicates = resampled[0].MostUnits > 1 ? new CellReplicates(resampled, column.Models.Count, settings, work) : null;
        var intervals = new CellIntervals(columns, resampled, replicates, settings);
        var estimates = new Estimate[column.Models.Count];
        work.ForEach(estimates.Length, () => new double[settings.Resamples], (m, buffer) =>
            estimates[m] = intervals.Of(0, m, CellMeans.Of(column, column.Models[m], Rescaling.Range)?.Mean ?? double.NaN, buffer));
        return estimates;
    }

    /// <param name="column">Which benchmark.</param>
    /// <param name="model">Which model.</param>
    /// <param name="mean">The cell's mean.</param>
    /// <param name="buffer">Room for one number a resample.</param>
    internal Estimate Of(int column, int model, double mean, double[] buffer)
    {
        var units = columns[column].UnitsOf(model);
        if (replicates is null || units < 2) return Estimates.WithoutInterval(mean, settings.Level, units, Estimates.NeedsTwoUnits);
        // Sums of many equal values may miss their mean by a rounding.
        if (columns[column].IsConstant(model)) return Estimates.Of(mean, mean, mean, settings.Level, settings.Method, units);
        replicates.Cell(column, model, buffer);
        return settings.Method == IntervalMethod.Bca
            ? Bootstrap.Bca(mean, buffer, resampled[column].Jackknife(model), settings, units)
            : Bootstrap.Percentile(mean, buffer, settings, units);
    }
}
