namespace MedHelm.Catalog.Taxonomies;

public sealed record Category(string Name, IReadOnlyList<Subcategory> Subcategories)
{
    public Subcategory? Find(string subcategory) => Subcategories.FirstOrDefault(s => string.Equals(s.Name, subcategory, StringComparison.Ordinal));
}
