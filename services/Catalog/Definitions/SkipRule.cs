using MedHelm.Catalog.Templates;

namespace MedHelm.Catalog.Definitions;

/// <summary>
/// Leaves out rows: those whose field is empty, has one of the values, or has none of the allowed ones (trimmed, case
/// ignored); or those for which the template gives any text. Such rows are counted.
/// </summary>
internal sealed record SkipRule(string Because)
{
    public string? Field { get; init; }

    public bool WhenEmpty { get; init; }

    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Empty means that every value is allowed.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    public LiquidTemplate? When { get; init; }

    public bool Covers(string? value)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0 && WhenEmpty)
            return true;
        return Values.Contains(text, StringComparer.OrdinalIgnoreCase) || (Allowed.Count > 0 && !Allowed.Contains(text, StringComparer.OrdinalIgnoreCase));
    }
}
