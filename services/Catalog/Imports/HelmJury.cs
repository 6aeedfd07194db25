namespace MedHelm.Catalog.Imports;

/// <summary>A jury as MedHELM's configuration states it.</summary>
/// <param name="PromptFile">Full path.</param>
/// <param name="Judges">Each with another deployment.</param>
internal sealed record HelmJury(string PromptFile, IReadOnlyList<HelmJudge> Judges);
