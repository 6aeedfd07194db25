namespace MedHelm.Evaluation.Catalog;

/// <summary>Leaves out rows whose field is empty or has one of the values (trimmed, case ignored). Such rows are counted.</summary>
internal sealed record SkipRule(string Field, bool WhenEmpty, IReadOnlyList<string> Values)
{
    public bool Covers(string? value)
    {
        var text = value.AsSpan().Trim();
        if (text.IsEmpty)
            return WhenEmpty;
        foreach (var listed in Values)
        {
            if (text.Equals(listed, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
