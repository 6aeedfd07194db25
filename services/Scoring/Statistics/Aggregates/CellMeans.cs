using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Aggregates;

/// <summary>
/// The mean of one model on one column: the plain mean of its values, or with sub-runs the plain mean of their means, whatever
/// their sizes (HELM merges the means of a benchmark's runs), cut to the range where the column is clipped.
/// </summary>
internal static class CellMeans
{
    /// <summary>Null without any value.</summary>
    internal static CellMean? Of(AggregateColumn column, AggregateValues model, Rescaling rescaling)
    {
        if (model.Values.Count == 0) return null;
        var scale = ColumnScale.Of(column);
        var subsets = SubsetMeans.Of(model);
        var mean = scale.Cut(subsets.Count > 0 ? Mean.Of([.. subsets.Select(s => s.Mean)]) : Mean.Of(model.Values));
        return new CellMean
        {
            Benchmark = column.Benchmark,
            Model = model.Model,
            Mean = mean,
            Rescaled = scale.Rescale(mean, rescaling),
            Scored = model.Values.Count,
            Subsets = { subsets },
            Planned = Planned(model),
            Unscored = { model.Unscored },
        };
    }

    /// <summary>Instances that were to be scored.</summary>
    internal static long Planned(AggregateValues model) => model.Planned == 0 ? model.Values.Count : model.Planned;
}
