namespace MedHelm.Catalog.Taxonomies;

/// <summary>A piece of clinical work, such as interpreting a laboratory result.</summary>
public sealed record MedicalTask(string Id, string Name);
