namespace MedHelm.Catalog.Taxonomies;

public sealed record Subcategory(string Name, IReadOnlyList<MedicalTask> Tasks);
