namespace MedHelm.Gateway.Problems;

/// <summary>What is wrong with one field of a request.</summary>
internal sealed record FieldProblem(string Field, string Message);
