namespace MedHelm.Catalog.Definitions;

/// <summary>A known defect of HELM's way of running a benchmark, and what protocol "corrected" does instead.</summary>
public sealed record Repair(string Defect, string Remedy);
