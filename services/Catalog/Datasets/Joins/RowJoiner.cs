using MedHelm.Catalog.Datasets.Formats;
using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Templates;
using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Datasets.Joins;

/// <summary>Joins other tables to the rows of a dataset, in the definition's order.</summary>
internal sealed class RowJoiner
{
    private readonly BenchmarkDefinition definition;
    private readonly DatasetFolder folder;
    private readonly IReadOnlyList<(TableJoin Join, JoinTable? Table)> joins;
    private readonly Action<string> skipped;
    private readonly HashSet<string> firsts = new(StringComparer.Ordinal);

    /// <summary>Reads the joined tables.</summary>
    /// <param name="skipped">Called with each row of a joined table that breaks its format and is left out.</param>
    public RowJoiner(BenchmarkDefinition definition, DatasetFolder folder, Action<string> skipped, CancellationToken cancellationToken)
    {
        this.definition = definition;
        this.folder = folder;
        this.skipped = skipped;
        joins = [.. definition.Dataset.Joins.Select(join => (join, join.On is null ? null : JoinTable.Read(definition, folder, join, Render, skipped, cancellationToken)))];
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
        var path = Render(join, join.PathTemplate!, row);
        if (!CatalogNames.IsRelativePath(path) || path.Count(c => c == '/') != join.Path.Count(c => c == '/'))
            throw new DatasetException($"{definition.Id}: {row.Where}: joins.{join.As} would read a file outside the folder of {join.Path}. Repair the row.");
        var file = new SourceFile(folder.FullPath(path));
        if (!file.Exists)
            throw new DatasetException($"{definition.Id}: {row.Where}: joins.{join.As} wants the file {RowWords.Quote(definition, path)}, which is not there. Get it, or add a skip rule to the definition.");
        return DatasetReader.Guarded(definition, folder.FullPath(join.Path), () => RowFiles.Read([file], join.Layout, why => skipped($"{join.Path}: {why}")).Take(2).ToList() switch
        {
            [] => null,
            [var only] => only.Fields,
            _ => throw new RowFormatException($"joins.{join.As} takes a file as one row, but the file of {row.Where} has several; use \"on\" and \"keep: list\", or another format."),
        });
    }

    private string Render(TableJoin join, LiquidTemplate template, Row row)
    {
        try
        {
            return template.Render(("row", row.Fields));
        }
        catch (TemplateException e)
        {
            throw new DatasetException($"{definition.Id}: {row.Where}: joins.{join.As} {e.Message}. {RowWords.Fields(definition, row)}. Compare the file with its upstream format.", RowWords.Cause(definition, e));
        }
    }
}
