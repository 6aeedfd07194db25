using MedHelm.Catalog.Yaml;
using static MedHelm.Catalog.Imports.YamlText;

namespace MedHelm.Catalog.Imports;

/// <summary>Turns MedHELM's list of judges (judges.yaml) into a jury of a user's catalog folder, under MedHELM's rules.</summary>
public static class JuryImport
{
    /// <summary>
    /// Writes juries/ID.yaml; nothing is overwritten. Throws <see cref="CatalogException"/> with every problem, and <see cref="IOException"/> when a file is in the way.
    /// </summary>
    /// <param name="judges">The judges.yaml.</param>
    /// <param name="id">Id of the jury.</param>
    /// <param name="into">The user's catalog folder; made where it does not exist.</param>
    public static HelmImportResult Run(string judges, string id, string into)
    {
        var problems = new ProblemList();
        var warnings = new List<string>();
        var (file, folder) = (Path.GetFullPath(judges), Path.GetFullPath(into));
        var jurors = JudgeList.ReadFile(file, problems, warnings);
        if (!CatalogNames.IsSuiteId(id))
            problems.Add(file, 1, $"\"{id}\" cannot be the jury's id; name one with --id, of lower-case letters, digits, \"-\" and \"_\", starting with a letter.");
        else if (BenchmarkCatalog.Load(HelmImport.Folders(folder)).FindJury(id) is { } taken)
            problems.Add(file, 1, $"the id \"{id}\" is taken by {taken.File}; name another with --id.");
        problems.ThrowIfAny();

        using var staged = new StagedImport(folder, id);
        var written = staged.Yaml("juries", Yaml(id, Path.GetFileName(file), jurors));
        _ = BenchmarkCatalog.Load([.. HelmImport.Folders(folder), staged.Folder]);
        staged.Move();
        warnings.Add($"each juror must be a deployment of the installation: {string.Join(", ", jurors.Select(j => j.Deployment))}; 'medhelm models' lists what is there.");
        return new(id, written, [written], warnings);
    }

    private static string Yaml(string id, string file, IReadOnlyList<HelmJudge> jurors) => Write(
        Map(
            ("id", Plain($"{id}")),
            ("version", Plain($"1")),
            ("display_name", Text(id)),
            ("description", Text($"The judges of {file}, under MedHELM's rules.")),
            ("jurors", List(jurors.Select(j => Map(("name", Text(j.Name)), ("deployment", Text(j.Deployment)))))),
            ("aggregation", Plain($"mean")),
            ("min_valid_verdicts", Plain($"1")),
            ("repair", Plain($"false")),
            ("structured_output", Plain($"false")),
            ("recusal", Plain($"none")),
            ("parameters", Map(("temperature", Plain($"0")), ("max_output_tokens", Plain($"4096"))))),
        "Imported from MedHELM's list of judges. MedHELM leaves out a judge whose reply cannot be read and asks nobody twice.\nRules worth another look: min_valid_verdicts, repair, recusal.");
}
