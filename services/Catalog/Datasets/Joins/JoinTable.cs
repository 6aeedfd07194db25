using MedHelm.Catalog.Datasets.Formats;
using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Templates;

namespace MedHelm.Catalog.Datasets.Joins;

/// <summary>A joined table in memory, by the value that rows are matched on.</summary>
internal sealed class JoinTable
{
    private readonly TableJoin join;
    private readonly HashSet<string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Entry>> entries = new(StringComparer.Ordinal);

    private readonly BenchmarkDefinition definition;
    private readonly Func<TableJoin, LiquidTemplate, Row, string> render;

    private JoinTable(BenchmarkDefinition definition, TableJoin join, Func<TableJoin, LiquidTemplate, Row, string> render) =>
        (this.definition, this.join, this.render) = (definition, join, render);

    public static JoinTable Read(
        BenchmarkDefinition definition, DatasetFolder folder, TableJoin join, Func<TableJoin, LiquidTemplate, Row, string> render, Action<string> skipped, CancellationToken cancellationToken)
    {
        var table = new JoinTable(definition, join, render);
        var file = new SourceFile(folder.FullPath(join.Path));
        return DatasetReader.Guarded(definition, file.Path, () =>
        {
            foreach (var row in RowFiles.Read([file], join.Layout, why => skipped($"{join.Path}: {why}")))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!row.IsBlank)
                    table.Add(row);
            }

            table.texts.Clear();
            table.Sort();
            return table;
        });
    }

    /// <summary>What is joined to the row: nothing, one value or several.</summary>
    public IEnumerable<object?> Match(Row row)
    {
        var found = entries.GetValueOrDefault(render(join, join.On!.Row, row)) ?? [];
        return join.Keep switch
        {
            JoinKeeps.List => [List(found, row)],
            JoinKeeps.First => found.Take(1).Select(e => e.Value),
            _ => found.Select(e => e.Value),
        };
    }

    private List<object?> List(List<Entry> found, Row row)
    {
        if (join.Until is not { } until)
            return [.. found.Select(e => e.Value)];
        var limit = render(join, until.Row, row);
        // In order of the same field, what is not greater stands in front of everything else.
        if (join.OrderBy == until.Field)
            return [.. found.Take(Before(found, limit)).Where(HasLimit).Select(e => e.Value)];
        return [.. found.Where(e => HasLimit(e) && RowOrder.Compare(e.Until, limit) <= 0).Select(e => e.Value)];
    }

    // What has no value, such as a fact without a time, cannot be said to lie before the limit.
    private static bool HasLimit(Entry entry) => RowOrder.Text(entry.Until).Length > 0;

    /// <summary>How many entries, in order, are not greater than the limit.</summary>
    private static int Before(List<Entry> sorted, string limit)
    {
        var (low, high) = (0, sorted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (RowOrder.Compare(sorted[middle].Until, limit) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void Add(Row row)
    {
        var key = RowOrder.Text(Field(row, join.On!.Field)).Trim();
        if (key.Length == 0)
            return;
        if (!entries.TryGetValue(key, out var list))
            entries[key] = list = [];
        var limit = join.Until is { } until ? Shared(Field(row, until.Field)) : null;
        list.Add(new(
            join.Take is { } take ? Shared(Field(row, take)) : row.Fields,
            limit,
            join.OrderBy is not { } order ? null : order == join.Until?.Field ? limit : Shared(Field(row, order))));
    }

    private void Sort()
    {
        if (join.OrderBy is null)
            return;
        // OrderBy is stable, List.Sort is not: entries of the same moment keep the table's order.
        foreach (var (key, list) in entries)
            entries[key] = [.. list.OrderBy(e => e.Order, Comparer<object?>.Create(RowOrder.Compare))];
    }

    // Codes and times repeat by the million.
    private object? Shared(object? value) => value is string text
        ? texts.TryGetValue(text, out var known) || !texts.Add(text) ? known : text
        : value;

    private object? Field(Row row, string name) => RowPath.Has(row.Fields, name)
        ? RowPath.Find(row.Fields, name)
        : throw new RowFormatException($"{row.Where} has no field \"{name}\", which joins.{join.As} needs. {RowWords.Fields(definition, row)}.");

    private readonly record struct Entry(object? Value, object? Until, object? Order);
}
