using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>
/// The paired differences of one benchmark in every resample of its instances. Where every model has every value they are differences of
/// cells; else each pair has its own common instances, and only these say how its difference varies.
/// </summary>
internal sealed class PairReplicates
{
    private readonly CellReplicates cells;
    private readonly int column;
    private readonly (int First, int Second)[] pairs;
    private readonly double[][]? own;

    internal PairReplicates(ColumnValues values, int column, CellReplicates cells, (int First, int Second)[] pairs, ResamplingSettings settings, ParallelWork work)
    {
        (this.column, this.cells, this.pairs) = (column, cells, pairs);
        if (!values.Aligned || (!values.Column.Clipped && Array.TrueForAll(values.Values, row => row is not null && !Array.Exists(row, double.IsNaN)))) return;
        own = [.. pairs.Select(pair => values.Common(pair.First, pair.Second).Length > 0 ? new double[settings.Resamples] : [])];
        work.ForEach(pairs.Length, pair =>
        {
            if (own[pair].Length == 0) return;
            var differences = Differences(values, pairs[pair].First, pairs[pair].Second);
            var space = new Workspace(differences.MostUnits, differences.WidestRow, 1);
            for (var resample = 0; resample < settings.Resamples; resample++)
            {
                work.Cancel.ThrowIfCancellationRequested();
                var random = new RandomStream(settings.Seed, Purposes.Cells(values.Column.Benchmark), (ulong)resample);
                differences.Draw(ref random, space, own[pair].AsSpan(resample, 1));
            }
        });
    }

    internal void Of(int pair, double[] into)
    {
        if (own is null) cells.Difference(column, pairs[pair].First, pairs[pair].Second, into);
        else own[pair].CopyTo(into, 0);
    }

    private static ResampledColumn Differences(ColumnValues values, int first, int second)
    {
        var common = values.Common(first, second);
        var clusters = values.Clustered ? common.Select(i => $"{values.Units[i]}") : [];
        var difference = new AggregateColumn { Clusters = { clusters } };
        difference.Models.Add(new AggregateValues
        {
            Model = "difference",
            Values = { common.Select(i => values.Values[first]![i] - values.Values[second]![i]) },
            Subsets = { values.GroupCount > 1 ? common.Select(i => $"{values.Groups[i]}") : [] },
        });
        return new ResampledColumn(new ColumnValues(difference, ["difference"]));
    }
}
