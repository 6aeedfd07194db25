namespace MedHelm.ServiceDefaults.Storage.Sandbox;

/// <summary>What came of a query in the sandbox.</summary>
/// <param name="Status">The class.</param>
/// <param name="Rows">Values are null, long, double, string or byte[].</param>
/// <param name="Problem">Why there are no rows; names no part of the query or the data.</param>
public sealed record SandboxResult(SandboxStatus Status, IReadOnlyList<object?[]> Rows, string Problem);
