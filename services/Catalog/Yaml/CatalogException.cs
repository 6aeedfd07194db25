namespace MedHelm.Catalog.Yaml;

/// <summary>The catalog cannot be used; lists every problem at once, by file and line.</summary>
public sealed class CatalogException : Exception
{
    public CatalogException(IReadOnlyList<CatalogProblem> problems)
        : base(Describe(problems)) => Problems = problems;

    public IReadOnlyList<CatalogProblem> Problems { get; }

    private static string Describe(IReadOnlyList<CatalogProblem> problems) =>
        $"The catalog has {(problems.Count == 1 ? "1 problem" : $"{problems.Count} problems")}:\n  "
        + string.Join("\n  ", problems);
}
