namespace MedHelm.Catalog.Yaml;

/// <summary>Collects problems, so that a reader of a file can go on after the first.</summary>
internal sealed class ProblemList
{
    private readonly List<CatalogProblem> problems = [];

    public int Count => problems.Count;

    /// <summary>The same problem again, found under another protocol, counts once.</summary>
    public void Add(string file, int line, string message)
    {
        var problem = new CatalogProblem(file, line, message);
        if (!problems.Contains(problem))
            problems.Add(problem);
    }

    public void ThrowIfAny()
    {
        if (problems.Count > 0)
            throw new CatalogException([.. problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line)]);
    }
}
