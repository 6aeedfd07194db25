namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The column names of a table.</summary>
internal sealed class TableHeader
{
    private readonly string[] names;

    private TableHeader(string[] names) => this.names = names;

    public int Count => names.Length;

    public static TableHeader From(IEnumerable<string?> cells)
    {
        var columns = cells.Select(c => c?.Trim() ?? "").ToArray();
        if (columns.All(n => n.Length == 0))
            throw new RowFormatException("the first row is empty; it must name the columns.");
        foreach (var repeated in columns.CountBy(n => n, StringComparer.Ordinal).Where(n => n is { Key.Length: > 0, Value: > 1 }))
            throw new RowFormatException($"the first row names the column \"{repeated.Key}\" {repeated.Value} times; rename one of them.");
        return new(columns);
    }

    /// <summary>Columns without a name are left out; a row without any value is blank.</summary>
    public IReadOnlyDictionary<string, object?> Fields(Func<int, string?> cell)
    {
        var fields = new Dictionary<string, object?>(names.Length, StringComparer.Ordinal);
        var blank = true;
        for (var i = 0; i < names.Length; i++)
        {
            var value = cell(i);
            blank &= string.IsNullOrWhiteSpace(value);
            if (names[i].Length > 0)
                fields[names[i]] = value;
        }

        return blank ? Row.Blank : fields;
    }
}
