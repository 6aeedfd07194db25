namespace MedHelm.Catalog.Imports;

/// <summary>A benchmark as MedHELM's configuration states it. Paths are full.</summary>
/// <param name="Metrics">Names of metrics that this version computes, the main one first.</param>
/// <param name="Jury">Null without jury_score.</param>
internal sealed record HelmConfig(
    string Name, string Description, string PromptFile, string DatasetFile, int MaxTokens, IReadOnlyList<string> Metrics, HelmJury? Jury);
