using System.Globalization;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Catalog.Datasets;

/// <summary>
/// What messages may say of a row. Text of gated and private rows must not reach logs through an error message; a header
/// that is missing would even make the first patient's record the names of the columns.
/// </summary>
internal static class RowWords
{
    private const int LongestQuote = 40;

    public static string Quote(BenchmarkDefinition benchmark, string text) => benchmark.DataTier != DataTier.Public
        ? "a value"
        : $"\"{(text.Length > LongestQuote ? text[..LongestQuote] + "..." : text)}\"";

    public static string Fields(BenchmarkDefinition benchmark, Row row) => benchmark.DataTier != DataTier.Public
        ? string.Create(CultureInfo.InvariantCulture, $"The row has {row.Fields.Count} fields (their names are not shown, because the data is not public)")
        : $"The row has: {string.Join(", ", row.Fields.Keys)}";

    /// <summary>What may be kept of an exception whose message can quote the row.</summary>
    public static Exception? Cause(BenchmarkDefinition benchmark, Exception e) => benchmark.DataTier == DataTier.Public ? e : null;
}
