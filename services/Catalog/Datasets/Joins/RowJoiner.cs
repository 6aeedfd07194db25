using MedHelm.Catalog.Datasets.Formats;
using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Datasets.Joins;

/// <summary>Joins other tables to the rows of a dataset, in the definition's order.</summary>
internal sealed class RowJoiner
{
    private readonly BenchmarkDefinition definition;
    private readonly DatasetFolder folder;
    private readonly IReadOnlyList<(TableJoin Join, JoinTable? Table)> joins;
    private readonly HashSet<string> firsts = new(StringComparer.Ordinal);

    /// <summary>Reads the joined tables.</summary>
    public RowJoiner(BenchmarkDefinition definition, DatasetFolder folder, CancellationToken cancellationToken)
    {
        this.definition = definition;
        this.folder = folder;
        joins = [.. definition.Dataset.Joins.Select(join => (join, join.On is null ? null : JoinTable.Read(definition, folder, join, cancellationToken)))];
    }

    /// <summary>The row with everything joined to it, as often as there are matches.</summary>
    /// <param name="unmatched">Called with the reason when the row ends there.</param>
    public IEnumerable<Row> Join(Row row, Action<string> unmatched)
    {
        if (joins.Count == 0 || row.IsBlank)
        {
            yield return row;
            yield break;
        }

        var (matches, kept) = (false, false);
        foreach (var joined in Join(row, 0))
        {
            matches = true;
            if (!IsFirst(joined))
                continue;
            kept = true;
            yield return joined;
        }

        if (!matches)
            unmatched("a joined table has no row for it");
        else if (!kept)
            unmatched($"an earlier row has the same {definition.Dataset.FirstOf}");
    }

    private IEnumerable<Row> Join(Row row, int step)
    {
        if (step == joins.Count)
            return [row];
        var (join, table) = joins[step];
        return (table is null ? [ReadFile(join, row)] : table.Match(row)).SelectMany(value =>
        {
            var fields = new Dictionary<string, object?>(row.Fields, StringComparer.Ordinal) { [join.As] = value };
            return Join(row with { Fields = fields }, step + 1);
        });
    }

    private bool IsFirst(Row row) =>
        definition.Dataset.FirstOf is not { } field || firsts.Add(RowPath.Text(row.Fields, field) ?? "");

    // The name comes out of the data, so it is checked like one that a stranger gave.
    private object? ReadFile(TableJoin join, Row row)
    {
        var path = join.PathTemplate!.Render(("row", row.Fields));
        if (!CatalogNames.IsRelativePath(path))
            throw new DatasetException($"{definition.Id}: {row.Where}: joins.{join.As} would read a file outside the folder. Repair the row.");
        var file = new SourceFile(folder.FullPath(path));
        if (!file.Exists)
            throw new DatasetException($"{definition.Id}: {row.Where}: joins.{join.As} wants {path}, which is not there. Get the file, or add a skip rule to the definition.");
        return DatasetReader.Guarded(definition, file.Path, () => RowFiles.Read([file], join.Layout, _ => { }).FirstOrDefault()?.Fields);
    }
}
