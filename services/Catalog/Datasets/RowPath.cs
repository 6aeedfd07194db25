using System.Globalization;

namespace MedHelm.Catalog.Datasets;

/// <summary>Finds a value of a row by its field's name, or dot by dot through objects inside it.</summary>
internal static class RowPath
{
    public static bool Has(IReadOnlyDictionary<string, object?> fields, string path) => TryFind(fields, path, out _);

    public static object? Find(IReadOnlyDictionary<string, object?> fields, string path) => TryFind(fields, path, out var value) ? value : null;

    public static string? Text(IReadOnlyDictionary<string, object?> fields, string path) =>
        Convert.ToString(Find(fields, path), CultureInfo.InvariantCulture);

    private static bool TryFind(IReadOnlyDictionary<string, object?> fields, string path, out object? value)
    {
        if (fields.TryGetValue(path, out value))
            return true;
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && fields.TryGetValue(path[..dot], out var inner) && inner is IReadOnlyDictionary<string, object?> below
            && TryFind(below, path[(dot + 1)..], out value);
    }
}
