using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Taxonomies;

internal static class TaxonomyFileReader
{
    /// <summary>Null when the file cannot be read.</summary>
    public static Taxonomy? Read(string path, ProblemList problems)
    {
        if (YamlFile.Open(path, problems) is not { Root: var root })
            return null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var taxonomy = new Taxonomy(root.Text("wording"), [.. root.Maps("categories").Select(category => ReadCategory(category, seen))]);
        foreach (var repeated in taxonomy.Categories.CountBy(c => c.Name, StringComparer.Ordinal).Where(c => c.Value > 1))
            root.Problem("categories", $"names \"{repeated.Key}\" {repeated.Value} times.");
        root.RejectOtherKeys();
        return taxonomy;
    }

    private static Category ReadCategory(YamlMap map, HashSet<string> seen)
    {
        var category = new Category(map.Text("name"), [.. map.Maps("subcategories").Select(subcategory => ReadSubcategory(subcategory, seen))]);
        foreach (var repeated in category.Subcategories.CountBy(s => s.Name, StringComparer.Ordinal).Where(s => s.Value > 1))
            map.Problem("subcategories", $"names \"{repeated.Key}\" {repeated.Value} times.");
        map.RejectOtherKeys();
        return category;
    }

    private static Subcategory ReadSubcategory(YamlMap map, HashSet<string> seen)
    {
        var subcategory = new Subcategory(map.Text("name"), map.Has("tasks") ? [.. map.Maps("tasks").Select(task => ReadTask(task, seen))] : []);
        map.RejectOtherKeys();
        return subcategory;
    }

    private static MedicalTask ReadTask(YamlMap map, HashSet<string> seen)
    {
        var task = new MedicalTask(map.Text("id"), map.Text("name"));
        if (task.Id.Length > 0 && !CatalogNames.IsTaskId(task.Id))
            map.Problem("id", $"is \"{task.Id}\"; use lower-case words joined by \"-\".");
        else if (!seen.Add(task.Id))
            map.Problem("id", $"is \"{task.Id}\", which another task has already.");
        map.RejectOtherKeys();
        return task;
    }
}
