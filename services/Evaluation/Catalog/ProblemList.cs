namespace MedHelm.Evaluation.Catalog;

/// <summary>Collects problems, so that a reader of a file can go on after the first.</summary>
internal sealed class ProblemList
{
    private readonly List<CatalogProblem> problems = [];

    public int Count => problems.Count;

    public void Add(string file, int line, string message) => problems.Add(new(file, line, message));

    public void ThrowIfAny()
    {
        if (problems.Count > 0)
            throw new CatalogException([.. problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line)]);
    }
}
