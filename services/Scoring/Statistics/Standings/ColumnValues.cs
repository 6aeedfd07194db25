using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>The values of one benchmark as a grid of models by instances, with what is known of the instances.</summary>
internal sealed class ColumnValues
{
    private readonly int[][] ownGroups;

    /// <param name="column">Checked before.</param>
    /// <param name="models">The models of the table, in order; not all of them need be in the column.</param>
    internal ColumnValues(AggregateColumn column, IReadOnlyList<string> models)
    {
        Column = column;
        Instances = column.Instances > 0 ? column.Instances : column.Models.Select(m => m.Values.Count).DefaultIfEmpty(0).Max();
        Aligned = column.Models.All(m => m.Values.Count == 0 || m.Positions.Count > 0 || m.Values.Count == Instances);
        Values = [.. models.Select(_ => (double[]?)null)];
        Groups = new int[Instances];
        // By name: the order in which values come must not change what is drawn.
        var groups = column.Models.SelectMany(model => model.Subsets).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select((name, place) => (name, place)).ToDictionary(g => g.name, g => g.place, StringComparer.Ordinal);
        ownGroups = Aligned ? [] : [.. models.Select(_ => new int[Instances])];
        var places = models.Select((name, place) => (name, place)).ToDictionary(m => m.name, m => m.place, StringComparer.Ordinal);
        foreach (var model in column.Models)
        {
            if (model.Values.Count == 0) continue;
            var row = new double[Instances];
            Array.Fill(row, double.NaN);
            for (var v = 0; v < model.Values.Count; v++)
            {
                var at = model.Positions.Count > 0 ? model.Positions[v] : v;
                row[at] = model.Values[v];
                if (model.Subsets.Count == 0) continue;
                Groups[at] = groups[model.Subsets[v]];
                if (!Aligned) ownGroups[places[model.Model]][at] = groups[model.Subsets[v]];
            }
            Values[places[model.Model]] = row;
        }
        GroupCount = Math.Max(1, groups.Count);
        var units = Resampling.Units.Of(Instances, column.Clusters);
        (Units, UnitCount, Clustered) = (units.OfItem, units.Count, units.HasClusters);
    }

    internal AggregateColumn Column { get; }

    /// <summary>Sub-run of each value of a model, which is that of the instance only where values are aligned.</summary>
    internal int[] GroupsOf(int model) => Aligned ? Groups : ownGroups[model];

    internal int Instances { get; }

    /// <summary>By model; null for one without any value. NaN where an instance has none.</summary>
    internal double[]?[] Values { get; }

    /// <summary>Sub-run of each instance.</summary>
    internal int[] Groups { get; }

    internal int GroupCount { get; }

    /// <summary>Independent unit of each instance: its cluster, or itself.</summary>
    internal int[] Units { get; }

    internal int UnitCount { get; }

    internal bool Clustered { get; }

    /// <summary>True when it is known which instance each value belongs to, so that models can be paired.</summary>
    internal bool Aligned { get; }

    /// <summary>Number of units in which a model has a value.</summary>
    internal int UnitsOf(int model) => Values[model] is { } row
        ? Enumerable.Range(0, Instances).Where(i => !double.IsNaN(row[i])).Select(i => Units[i]).Distinct().Count()
        : 0;

    /// <summary>True when all values of a model are the same, so that nothing that is drawn from them can differ.</summary>
    internal bool IsConstant(int model) => Values[model] is { } row && row.Where(v => !double.IsNaN(v)).Distinct().Take(2).Count() == 1;

    /// <summary>Instances of which both models have a value; none where values are not aligned.</summary>
    internal int[] Common(int first, int second) => Aligned && Values[first] is { } one && Values[second] is { } two
        ? [.. Enumerable.Range(0, Instances).Where(i => !double.IsNaN(one[i]) && !double.IsNaN(two[i]))]
        : [];
}
