namespace MedHelm.Catalog.Imports;

/// <summary>One judge of a MedHELM jury.</summary>
/// <param name="Name">As the configuration calls it.</param>
/// <param name="Deployment">What answers for it.</param>
internal sealed record HelmJudge(string Name, string Deployment);
