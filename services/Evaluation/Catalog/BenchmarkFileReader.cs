using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Evaluation.Catalog.Templates;

namespace MedHelm.Evaluation.Catalog;

internal static class BenchmarkFileReader
{
    private const string JuryScore = "jury_score";

    private static readonly Dictionary<string, DataTier> Tiers = new(StringComparer.Ordinal)
    {
        ["public"] = DataTier.Public,
        ["gated"] = DataTier.Gated,
        ["private"] = DataTier.Private,
    };

    private static readonly Dictionary<string, Adaptation> Adaptations = new(StringComparer.Ordinal)
    {
        ["generation"] = Adaptation.Generation,
        ["multiple_choice"] = Adaptation.MultipleChoice,
    };

    private static readonly Dictionary<string, string> Protocols = new(StringComparer.Ordinal) { ["corrected"] = "corrected" };

    private static readonly string[] Metrics = ["exact_match", JuryScore];

    /// <summary>Null when the file has problems.</summary>
    public static BenchmarkDefinition? Read(string path, string samplesFolder, ProblemList problems)
    {
        var before = problems.Count;
        if (YamlFile.Open(path, problems) is not { } file)
            return null;
        var root = file.Root;
        var id = root.Text("id");
        if (id.Length > 0 && !CatalogNames.IsBenchmarkId(id))
            root.Problem("id", $"is \"{id}\"; use lower-case letters, digits and \"_\", starting with a letter.");
        var adaptation = root.Choice("adaptation", Adaptations);
        var choosing = adaptation == Adaptation.MultipleChoice;
        var metrics = root.Texts("metrics");
        CheckMetrics(root, metrics);
        var definition = new BenchmarkDefinition
        {
            Id = id,
            Version = root.Integer("version", 1, int.MaxValue),
            Protocol = root.Choice("protocol", Protocols),
            DisplayName = root.Text("display_name"),
            Description = root.Text("description"),
            Category = root.Text("category"),
            Subcategory = root.Text("subcategory"),
            DataTier = root.Choice("data_tier", Tiers),
            Source = ReadSource(root.Map("source")),
            Licence = root.Text("licence"),
            Citation = root.Text("citation"),
            Repairs = root.Has("repairs") ? root.Texts("repairs") : [],
            Dataset = DatasetSectionReader.Read(root.Map("dataset"), samplesFolder),
            Mapping = MappingSectionReader.Read(root.Map("mapping"), choosing)!,
            Prompt = root.Template("prompt", choosing ? TemplateCheck.PromptWithOptions : TemplateCheck.Prompt),
            Adaptation = adaptation,
            Parameters = ReadParameters(root.Map("parameters")),
            Metrics = metrics,
            Rubric = root.OptionalMap("rubric") is { } rubric ? RubricSectionReader.Read(rubric, id) : null,
            DefinitionSha256 = file.Sha256,
            File = path,
        };
        root.RejectOtherKeys();
        return problems.Count == before ? definition : null;
    }

    private static string ReadSource(YamlMap? map)
    {
        if (map is null)
            return "";
        var url = map.Text("url");
        var commit = map.OptionalText("commit");
        map.RejectOtherKeys();
        return commit is null ? url : $"{url} @ {commit}";
    }

    private static DecodingParameters ReadParameters(YamlMap? map)
    {
        var parameters = new DecodingParameters();
        if (map is null)
            return parameters;
        if (map.OptionalNumber("temperature", 0, 2) is { } temperature)
            parameters.Temperature = temperature;
        parameters.MaxOutputTokens = map.Integer("max_output_tokens", 1, 1_000_000);
        map.RejectOtherKeys();
        return parameters;
    }

    private static void CheckMetrics(YamlMap root, IReadOnlyList<string> metrics)
    {
        foreach (var unknown in metrics.Except(Metrics, StringComparer.Ordinal))
            root.Problem("metrics", $"has \"{unknown}\"; known metrics: {string.Join(", ", Metrics)}.");
        var jury = metrics.Contains(JuryScore, StringComparer.Ordinal);
        if (jury && !root.Has("rubric"))
            root.Problem("metrics", "has jury_score, so the file must have a rubric.");
        else if (!jury && root.Has("rubric"))
            root.Problem("rubric", "is never used: add jury_score to the metrics or remove it.");
    }
}
