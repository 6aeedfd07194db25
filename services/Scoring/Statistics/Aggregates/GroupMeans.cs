using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Aggregates;

/// <summary>
/// Means over the columns of a category or subcategory: the plain mean of their rescaled means, so that a category weighs its
/// benchmarks alike (MedHELM: Bedi et al. 2025); beside it the plain mean of its subcategories' means, which weighs those alike.
/// </summary>
internal sealed class GroupMeans(AggregateRequest table, CellGrid grid)
{
    private readonly IReadOnlyList<(string Name, int[] Columns)> subcategories = Groups(Enumerable.Range(0, table.Columns.Count), table, column => column.Subcategory);

    private readonly (string Name, int[] Columns, IReadOnlyList<(string Name, int[] Columns)> Parts)[] categories =
    [
        .. Groups(Enumerable.Range(0, table.Columns.Count), table, column => column.Category)
            .Select(category => (category.Name, category.Columns, Groups(category.Columns, table, column => column.Subcategory))),
    ];

    internal IEnumerable<GroupMean> Categories(int model) => categories.Select(category =>
    {
        var mean = Mean(category.Name, category.Columns, model);
        double[] parts = [.. category.Parts.Select(part => Value(part.Columns, model)).Where(value => !double.IsNaN(value))];
        if (parts.Length > 0) mean.MeanOfSubcategories = Statistics.Mean.Of(parts);
        return mean;
    });

    internal IEnumerable<GroupMean> Subcategories(int model) => subcategories.Select(group => Mean(group.Name, group.Columns, model));

    private GroupMean Mean(string name, int[] columns, int model)
    {
        var mean = new GroupMean { Name = name, Benchmarks = columns.Count(column => grid.Counts(column, model)) };
        if (Value(columns, model) is var value && !double.IsNaN(value)) mean.Mean = value;
        return mean;
    }

    private double Value(int[] columns, int model) =>
        Statistics.Mean.Of([.. columns.Select(column => grid.Rescaled(column, model)).Where(value => !double.IsNaN(value))]);

    // GroupBy keeps the order of first appearance.
    private static IReadOnlyList<(string Name, int[] Columns)> Groups(IEnumerable<int> columns, AggregateRequest table, Func<AggregateColumn, string> name) =>
    [
        .. columns.Where(column => name(table.Columns[column]).Length > 0)
            .GroupBy(column => name(table.Columns[column]), StringComparer.Ordinal)
            .Select(group => (group.Key, group.ToArray())),
    ];
}
