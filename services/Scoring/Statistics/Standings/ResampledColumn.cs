using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>
/// One benchmark whose instances can be drawn again: inside each sub-run by themselves, or by clusters among those that reach the same
/// sub-runs where there are some, and for each model apart where it is not known which instances they share.
/// </summary>
internal sealed class ResampledColumn
{
    private readonly UnitStratum[] strata;
    private readonly int[][] parts;
    private readonly int models;
    private readonly (double Min, double Max)? clip;

    internal ResampledColumn(ColumnValues column)
    {
        models = column.Values.Length;
        Benchmark = column.Column.Benchmark;
        if (column.Column.Clipped) clip = (column.Column.RangeMin, column.Column.RangeMax);
        int[] present = [.. Enumerable.Range(0, models).Where(m => column.Values[m] is not null)];
        (int[] PlaceOf, int[] Parts)? reach = column.Aligned && column.Clustered && column.GroupCount > 1 ? ByReach(column) : null;
        strata = [.. reach is { } order ? Clusters(column, present, order.PlaceOf) : column.Aligned ? Together(column, present) : Apart(column, present)];
        parts = reach is { } sizes ? [sizes.Parts] : [.. strata.Select(stratum => new[] { stratum.Units })];
        MostUnits = strata.Length == 0 ? 0 : strata.Max(s => s.Units);
        WidestRow = strata.Length == 0 ? 0 : strata.Max(s => s.Stride);
    }

    internal string Benchmark { get; }

    internal int MostUnits { get; }

    internal int WidestRow { get; }

    /// <summary>The cell means of one resample; NaN for a model without a value in it.</summary>
    internal void Draw(ref RandomStream random, Workspace space, Span<double> cells)
    {
        var lanes = space.Lanes.AsSpan(0, models);
        lanes.Clear();
        cells.Clear();
        for (var s = 0; s < strata.Length; s++)
        {
            var stratum = strata[s];
            var drawn = space.Drawn.AsSpan(0, stratum.Units);
            var from = 0;
            foreach (var size in parts[s])
            {
                var part = drawn.Slice(from, size);
                random.Fill(part, size, stratum.Stride);
                if (from > 0)
                    foreach (ref var row in part) row += from * stratum.Stride;
                from += size;
            }
            stratum.AddMeans(drawn, space.Totals, cells, lanes);
        }
        for (var m = 0; m < models; m++)
            cells[m] = Cut(lanes[m] == 0 ? double.NaN : cells[m] / lanes[m]);
    }

    /// <summary>A cell's mean without each of its units, as BCa intervals need it.</summary>
    internal double[] Jackknife(int model)
    {
        UnitStratum[] own = [.. strata.Where(s => s.Models.Contains(model))];
        var jackknife = new List<double>();
        foreach (var left in own)
        {
            for (var unit = 0; unit < left.Units; unit++)
            {
                var (sum, lanes) = (0.0, 0);
                foreach (var stratum in own) stratum.AddMeanWithout(stratum == left ? unit : -1, model, ref sum, ref lanes);
                jackknife.Add(Cut(lanes == 0 ? double.NaN : sum / lanes));
            }
        }
        return [.. jackknife];
    }

    private double Cut(double mean) => clip is { } range ? Math.Clamp(mean, range.Min, range.Max) : mean;

    private static IEnumerable<UnitStratum> Together(ColumnValues column, int[] present)
    {
        if (column.GroupCount == 1)
        {
            yield return new UnitStratum(column.UnitCount, present, Values(column, present, i => (column.Units[i], 0)));
            yield break;
        }
        for (var group = 0; group < column.GroupCount; group++)
        {
            var of = group;
            var places = new int[column.Instances];
            var size = 0;
            for (var i = 0; i < column.Instances; i++) places[i] = column.Groups[i] == of ? size++ : -1;
            if (size > 0) yield return new UnitStratum(size, present, Values(column, present, i => (places[i], 0)));
        }
    }

    private static IEnumerable<UnitStratum> Clusters(ColumnValues column, int[] present, int[] placeOf)
    {
        int[] lanes = [.. Enumerable.Range(0, column.GroupCount).SelectMany(_ => present)];
        yield return new UnitStratum(column.UnitCount, lanes, Values(column, present, i => (placeOf[column.Units[i]], column.Groups[i])));
    }

    /// <summary>The units in order of the sub-runs they reach, and how many reach the same.</summary>
    private static (int[] PlaceOf, int[] Parts) ByReach(ColumnValues column)
    {
        var reached = Enumerable.Range(0, column.UnitCount).Select(_ => new SortedSet<int>()).ToArray();
        for (var i = 0; i < column.Instances; i++) reached[column.Units[i]].Add(column.Groups[i]);
        var alike = Enumerable.Range(0, column.UnitCount).GroupBy(unit => string.Join(',', reached[unit]), StringComparer.Ordinal).Select(part => part.ToArray()).ToArray();
        var placeOf = new int[column.UnitCount];
        var place = 0;
        foreach (var unit in alike.SelectMany(part => part)) placeOf[unit] = place++;
        return (placeOf, [.. alike.Select(part => part.Length)]);
    }

    private static IEnumerable<UnitStratum> Apart(ColumnValues column, int[] present)
    {
        foreach (var model in present)
        {
            var row = column.Values[model]!;
            foreach (var group in Enumerable.Range(0, column.GroupCount))
            {
                double[] values = [.. Enumerable.Range(0, column.Instances).Where(i => column.GroupsOf(model)[i] == group && !double.IsNaN(row[i])).Select(i => row[i])];
                if (values.Length > 0) yield return new UnitStratum(values.Length, [model], values.Select((value, unit) => (unit, 0, value)));
            }
        }
    }

    private static IEnumerable<(int Unit, int Lane, double Value)> Values(ColumnValues column, int[] present, Func<int, (int Unit, int Group)> placeOf)
    {
        for (var i = 0; i < column.Instances; i++)
        {
            var (unit, group) = placeOf(i);
            if (unit < 0) continue;
            for (var m = 0; m < present.Length; m++)
                if (column.Values[present[m]]![i] is var value && !double.IsNaN(value)) yield return (unit, group * present.Length + m, value);
        }
    }
}
