using System.Globalization;

namespace MedHelm.Catalog.Datasets;

/// <summary>A row as a format's reader found it.</summary>
/// <param name="Fields">Values are texts, numbers, booleans, nulls, lists and dictionaries. Empty for a blank row.</param>
/// <param name="Index">Position among the rows of its file, blank ones included, from 0.</param>
/// <param name="Number">Position as an editor or spreadsheet shows it, from 1, header included.</param>
/// <param name="Unit">What the number counts: line, record, sheet row, item.</param>
internal sealed record Row(IReadOnlyDictionary<string, object?> Fields, int Index, int Number, string Unit)
{
    public static readonly IReadOnlyDictionary<string, object?> Blank = new Dictionary<string, object?>(StringComparer.Ordinal);

    public bool IsBlank => ReferenceEquals(Fields, Blank);

    public string Where => string.Create(CultureInfo.InvariantCulture, $"{Unit} {Number}");
}
