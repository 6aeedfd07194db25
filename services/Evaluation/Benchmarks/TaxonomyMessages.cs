using MedHelm.Catalog;
using MedHelm.Catalog.Taxonomies;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Evaluation.Benchmarks;

/// <summary>The taxonomy as the API shows it, with the benchmarks in it.</summary>
internal static class TaxonomyMessages
{
    public static GetTaxonomyResponse Of(BenchmarkCatalog catalog) => new()
    {
        TaskWording = catalog.Taxonomy.Wording,
        Categories = { catalog.Taxonomy.Categories.Select(category => new TaxonomyCategory { Name = category.Name, Subcategories = { category.Subcategories.Select(s => Of(s, category, catalog)) } }) },
    };

    private static TaxonomySubcategory Of(Subcategory subcategory, Category category, BenchmarkCatalog catalog)
    {
        var here = catalog.Benchmarks.Where(b => b.Category == category.Name && b.Subcategory == subcategory.Name).ToList();
        return new()
        {
            Name = subcategory.Name,
            Benchmarks = { here.Select(b => b.Id) },
            Tasks = { subcategory.Tasks.Select(task => new TaxonomyTask { Id = task.Id, Name = task.Name, Benchmarks = { here.Where(b => b.Tasks.Contains(task.Id, StringComparer.Ordinal)).Select(b => b.Id) } }) },
        };
    }
}
