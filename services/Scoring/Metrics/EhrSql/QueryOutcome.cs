namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>What came of one query: its rows, or why there are none. Values are null, long, double, string or byte[].</summary>
/// <param name="Status">The class.</param>
/// <param name="Rows">The rows, in the order they came.</param>
/// <param name="Detail">For people; holds no text of the query or the data.</param>
internal sealed record QueryOutcome(QueryStatus Status, IReadOnlyList<object?[]> Rows, string Detail);
