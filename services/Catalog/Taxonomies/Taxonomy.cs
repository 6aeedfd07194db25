namespace MedHelm.Catalog.Taxonomies;

/// <summary>MedHELM's taxonomy of medical work: categories, subcategories and tasks.</summary>
/// <param name="Wording">Who worded the tasks; shown wherever they are.</param>
/// <param name="Categories">In published order.</param>
public sealed record Taxonomy(string Wording, IReadOnlyList<Category> Categories)
{
    public Category? Find(string category) => Categories.FirstOrDefault(c => string.Equals(c.Name, category, StringComparison.Ordinal));
}
