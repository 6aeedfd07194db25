using System.Globalization;
using System.Text;
using MedHelm.Catalog.Datasets.Formats;
using MedHelm.Catalog.Taxonomies;
using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Imports;

/// <summary>Turns a configurable benchmark of MedHELM (YAML, prompt file, CSV, jury prompt) into a benchmark of a user's catalog folder.</summary>
public static class HelmImport
{
    private const int LongestId = 63;

    /// <summary>
    /// Writes the definition, a copy of the data and, with jurors, a suite; all or nothing. Throws <see cref="CatalogException"/> with every problem,
    /// and <see cref="IOException"/> when a file is in the way.
    /// </summary>
    public static HelmImportResult Run(HelmImportRequest request)
    {
        var problems = new ProblemList();
        var warnings = new List<string>();
        var config = Path.GetFullPath(request.Config);
        var into = Path.GetFullPath(request.Into);
        var judges = request.Judges is null ? null : JudgeList.ReadFile(Path.GetFullPath(request.Judges), problems, warnings);
        var read = new HelmConfigReader(new(config, request.AllowOutside), problems, warnings).Read(config, judges);
        problems.ThrowIfAny();

        var catalog = BenchmarkCatalog.Load(Folders(into));
        var id = request.Id ?? IdOf(read!.Name);
        CheckId(id, config, catalog, problems);
        var definition = Convert(read!, id, request, config, Place(request, catalog.Taxonomy, config, problems, warnings), problems, warnings);
        problems.ThrowIfAny();
        var jurors = judges ?? read!.Jury?.Judges ?? [];
        if (jurors.Count > 0)
            warnings.Add($"the suite needs the deployments {string.Join(", ", jurors.Select(j => j.Deployment))} for its jury; 'medhelm models' lists what this installation has.");
        return Write(definition! with { Jurors = jurors }, into, warnings);
    }

    private static ImportedDefinition? Convert(
        HelmConfig read, string id, HelmImportRequest request, string config, (string, string) place, ProblemList problems, List<string> warnings)
    {
        var dataFile = Path.GetFileName(read.DatasetFile);
        if (dataFile.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            dataFile = dataFile[..^3];
        if (!CatalogNames.IsRelativePath(dataFile))
            problems.Add(config, 1, $"dataset_file has the name \"{dataFile}\", which does not work on every system; rename it.");
        if (request.ScaleMax <= request.ScaleMin)
            problems.Add(config, 1, "the scale must end above where it begins.");
        var jury = read.Jury is null ? null : ConvertJury(read.Jury.PromptFile, request, problems, warnings);
        if (Survey(read, config, problems, warnings) is not { } csv)
            return null;
        return new(id, read, request, place)
        {
            DataFile = dataFile,
            Csv = csv,
            Prompt = PromptImport.Convert(read.PromptFile, ReadText(read.PromptFile, problems), csv, problems, warnings),
            Jury = jury,
        };
    }

    private static JuryPromptImport ConvertJury(string file, HelmImportRequest request, ProblemList problems, List<string> warnings)
    {
        var text = ReadText(file, problems);
        foreach (var scale in NamedScale.Find(text).Where(s => (s.Min, s.Max) != (request.ScaleMin, request.ScaleMax)))
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{file}:{scale.Line}: names a scale of {scale.Min} to {scale.Max}, but marks are read as {request.ScaleMin} to {request.ScaleMax}; if the jury is to use the former, import with --scale {scale.Min}-{scale.Max}, or change scale_min and scale_max in the definition."));
        return JuryPromptImport.Convert(file, text, problems, warnings);
    }

    private static CsvSurvey? Survey(HelmConfig read, string config, ProblemList problems, List<string> warnings)
    {
        try
        {
            var csv = CsvSurvey.Of(read.DatasetFile);
            if (!csv.Has(CsvSurvey.Answer) && read.Metrics is not ["jury_score"])
                problems.Add(config, 1, $"dataset_file has no column {CsvSurvey.Answer}, which every metric but jury_score compares with. It has: {string.Join(", ", csv.Columns)}.");
            if (csv.WithoutAnswer > 0)
                warnings.Add(csv.WithoutAnswer == 1
                    ? $"1 row has no {CsvSurvey.Answer}; it is asked, and is without a score where a metric compares with it."
                    : string.Create(CultureInfo.InvariantCulture, $"{csv.WithoutAnswer} rows have no {CsvSurvey.Answer}; they are asked, and are without a score where a metric compares with it."));
            if (csv.Has("incorrect_answers"))
                warnings.Add("column incorrect_answers is not used: no metric looks at wrong references.");
            return csv;
        }
        catch (Exception e) when (e is RowFormatException or IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            problems.Add(read.DatasetFile, 1, $"cannot be read as CSV: {e.Message}");
            return null;
        }
    }

    private static HelmImportResult Write(ImportedDefinition definition, string into, List<string> warnings)
    {
        using var staged = new StagedImport(into, definition.Id);
        // The definition comes last: once it is there, the rest of it is.
        var files = new List<string> { staged.Data(definition.Config.DatasetFile) };
        if (definition.Jurors.Count > 0)
            files.Add(staged.Yaml("suites", definition.SuiteYaml()));
        files.Insert(0, staged.Yaml("benchmarks", definition.BenchmarkYaml()));
        _ = BenchmarkCatalog.Load([.. Folders(into), staged.Folder]);
        staged.Move();
        return new(definition.Id, files[0], files, warnings);
    }

    private static (string Category, string Subcategory) Place(
        HelmImportRequest request, Taxonomy taxonomy, string config, ProblemList problems, List<string> warnings)
    {
        var category = request.Category is { } name ? taxonomy.Find(name) : taxonomy.Categories[0];
        var subcategory = request.Subcategory is { } part ? category?.Find(part) : category is { Subcategories: [var first, ..] } ? first : null;
        if (category is null)
            problems.Add(config, 1, $"there is no category \"{request.Category}\"; the taxonomy has: {string.Join(", ", taxonomy.Categories.Select(c => c.Name))}.");
        else if (subcategory is null)
            problems.Add(config, 1, $"there is no subcategory \"{request.Subcategory}\"; {category.Name} has: {string.Join(", ", category.Subcategories.Select(s => s.Name))}.");
        else if (request.Category is null || request.Subcategory is null)
            warnings.Add($"placed under {category.Name} / {subcategory.Name}, because the config names no place; change category and subcategory in the definition, or name them with --category and --subcategory.");
        return (category?.Name ?? "", subcategory?.Name ?? "");
    }

    private static void CheckId(string id, string config, BenchmarkCatalog catalog, ProblemList problems)
    {
        if (!CatalogNames.IsBenchmarkId(id))
            problems.Add(config, 1, $"\"{id}\" cannot be the benchmark's id; name one with --id, of lower-case letters, digits and \"_\", starting with a letter.");
        else if (catalog.Find(id) is { } taken)
            problems.Add(config, 1, $"the id \"{id}\" is taken by {taken.File}; name another with --id.");
    }

    /// <summary>"Exact Match (demo)" is exact_match_demo.</summary>
    internal static string IdOf(string name)
    {
        var words = new string([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]).Split('_', StringSplitOptions.RemoveEmptyEntries);
        var id = string.Join('_', words);
        return id.Length > LongestId ? id[..LongestId].TrimEnd('_') : id;
    }

    private static string ReadText(string path, ProblemList problems)
    {
        try
        {
            // As Python reads text; ReplaceLineEndings would take form feeds and more for line ends.
            return File.ReadAllText(path, RowFiles.StrictUtf8).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            problems.Add(path, 1, e is DecoderFallbackException ? "is not UTF-8 text; save it as UTF-8." : e.Message);
            return "";
        }
    }

    internal static string[] Folders(string into) =>
        Array.Exists(BenchmarkCatalog.Parts, part => Directory.Exists(Path.Combine(into, part)))
            ? [BenchmarkCatalog.BundledFolder, into]
            : [BenchmarkCatalog.BundledFolder];
}
