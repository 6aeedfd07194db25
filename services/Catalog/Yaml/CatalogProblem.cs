namespace MedHelm.Catalog.Yaml;

/// <summary>One thing that is wrong in a catalog file. Lines count from 1.</summary>
public sealed record CatalogProblem(string File, int Line, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Message}";
}
