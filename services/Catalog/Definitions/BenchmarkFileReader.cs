using MedHelm.Catalog.Taxonomies;
using MedHelm.Catalog.Templates;
using MedHelm.Catalog.Yaml;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Catalog.Definitions;

internal static class BenchmarkFileReader
{
    // What MedHELM's documentation passes to helm-run, which demands a number.
    private const int HelmMaxInstances = 1000;

    private static readonly string[] OverlayKeys =
        ["dataset", "mapping", "prompt", "adapter", "adaptation", "parameters", "max_instances", "metrics", "rubric", "jury"];

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

    /// <summary>The benchmark under each protocol, in the order of <see cref="Protocols.All"/>; null when the file has problems.</summary>
    public static IReadOnlyList<BenchmarkDefinition>? Read(string path, CatalogFolder folder, Taxonomy? taxonomy, ProblemList problems)
    {
        var before = problems.Count;
        if (YamlFile.Open(path, problems) is not { } file)
            return null;
        var differs = file.Root.Has("medhelm");
        var overlaid = differs ? file.Root.Map("medhelm") is null ? null : file.Root.Overlaid("medhelm") : file.Root;
        CheckOverlay(file.Root);
        if (taxonomy is not null)
            CheckPlace(file.Root, taxonomy);
        var corrected = Read(file.Root, Protocols.Corrected, file, folder, path, differs);
        var medhelm = Read(overlaid ?? file.Root, Protocols.MedHelm, file, folder, path, differs);
        return problems.Count == before ? [corrected, medhelm] : null;
    }

    private static BenchmarkDefinition Read(YamlMap root, string protocol, YamlFile file, CatalogFolder folder, string path, bool differs)
    {
        var id = root.Text("id");
        if (id.Length > 0 && !CatalogNames.IsBenchmarkId(id))
            root.Problem("id", $"is \"{id}\"; use lower-case letters, digits and \"_\", starting with a letter.");
        var adaptation = root.Choice("adaptation", Adaptations);
        var choosing = adaptation == Adaptation.MultipleChoice;
        var tier = root.Choice("data_tier", Tiers);
        var metrics = root.Texts("metrics");
        CheckMetrics(root, metrics);
        var adapter = PromptSectionReader.ReadAdapter(root);
        var rubric = root.OptionalMap("rubric") is { } section ? RubricSectionReader.Read(section, id, folder.Rubrics) : null;
        var definition = new BenchmarkDefinition
        {
            Id = id,
            Version = root.Integer("version", 1, int.MaxValue),
            Protocol = protocol,
            DisplayName = root.Text("display_name"),
            Description = root.Text("description"),
            Category = root.Text("category"),
            Subcategory = root.Text("subcategory"),
            Tasks = root.Has("tasks") ? root.Texts("tasks") : [],
            DataTier = tier,
            Source = ReadSource(root.Map("source")),
            Access = tier == DataTier.Public ? root.OptionalText("access") ?? "" : root.Text("access"),
            Licence = root.Text("licence"),
            Citation = root.Text("citation"),
            Repairs = root.Has("repairs") ? [.. root.Maps("repairs").Select(ReadRepair)] : [],
            DiffersByProtocol = differs,
            Dataset = DatasetSectionReader.Read(root.Map("dataset")),
            Mapping = MappingSectionReader.Read(root.Map("mapping"), choosing)!,
            Adapter = adapter,
            Prompt = adapter is null ? root.Template("prompt", choosing ? TemplateCheck.PromptWithOptions : TemplateCheck.Prompt) : LiquidTemplate.Empty,
            Adaptation = adaptation,
            Parameters = ReadParameters(root.Map("parameters")),
            MaxInstances = root.Has("max_instances") ? root.Integer("max_instances", 1, int.MaxValue) : protocol == Protocols.MedHelm ? HelmMaxInstances : 0,
            Metrics = metrics,
            Rubric = rubric,
            Jury = ReadJury(root, rubric, folder),
            DefinitionSha256 = rubric is null ? file.Sha256 : folder.Mixed(file.Sha256, rubric),
            File = path,
            IsBundled = folder.IsBundled,
            SampleFolder = folder.SampleOf(id),
            DataFolder = folder.DataOf(id),
        };
        if (rubric is not null)
            CheckPoints(root, rubric, definition);
        root.Has("medhelm");
        root.RejectOtherKeys();
        return definition;
    }

    private static void CheckPlace(YamlMap root, Taxonomy taxonomy)
    {
        var (category, subcategory) = (root.OptionalText("category") ?? "", root.OptionalText("subcategory") ?? "");
        if (category.Length == 0 || subcategory.Length == 0)
            return;
        if (taxonomy.Find(category) is not { } found)
            root.Problem("category", $"is \"{category}\"; the taxonomy has: {string.Join(", ", taxonomy.Categories.Select(c => c.Name))}.");
        else if (found.Find(subcategory) is not { } place)
            root.Problem("subcategory", $"is \"{subcategory}\"; {category} has: {string.Join(", ", found.Subcategories.Select(s => s.Name))}.");
        else if (root.Has("tasks"))
            foreach (var unknown in root.Texts("tasks").Except(place.Tasks.Select(t => t.Id), StringComparer.Ordinal))
                root.Problem("tasks", $"has \"{unknown}\", which is not a task of {subcategory}.");
    }

    private static void CheckOverlay(YamlMap root)
    {
        if (root.OptionalMap("medhelm") is not { } overlay)
            return;
        foreach (var key in overlay.Keys.Except(OverlayKeys, StringComparer.Ordinal))
            overlay.Problem(key, $"cannot differ by protocol; what can: {string.Join(", ", OverlayKeys)}.");
    }

    private static Repair ReadRepair(YamlMap map)
    {
        var repair = new Repair(map.Text("defect"), map.Text("repair"));
        map.RejectOtherKeys();
        return repair;
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

    private static string ReadJury(YamlMap root, Rubric? rubric, CatalogFolder folder)
    {
        if (root.OptionalText("jury") is not { } jury)
            return "";
        if (rubric is null)
            root.Problem("jury", "is never used: no rubric says what it would rate.");
        else if (!folder.Juries.Contains(jury))
            root.Problem("jury", $"is \"{jury}\"; the catalog has: {string.Join(", ", folder.Juries.Order(StringComparer.Ordinal))}.");
        return jury;
    }

    // Points and marks are not added up by the same metric.
    private static void CheckPoints(YamlMap root, Rubric rubric, BenchmarkDefinition definition)
    {
        var points = RubricSectionReader.HasPoints(rubric);
        foreach (var metric in definition.Metrics.Intersect(KnownMetrics.NeedingJury, StringComparer.Ordinal).Where(m => m == KnownMetrics.RubricPoints != points))
            root.Problem("metrics", points ? $"has {metric}, which knows no points; use {KnownMetrics.RubricPoints}." : $"has {metric}, so each criterion of the rubric must have points.");
        if (rubric.InstanceCriteria.Length > 0 && !definition.Mapping.Extra.Any(e => e.Name == rubric.InstanceCriteria))
            root.Problem("rubric", $"has instance_criteria \"{rubric.InstanceCriteria}\", which is not among the mapping's extra.");
    }

    private static void CheckMetrics(YamlMap root, IReadOnlyList<string> metrics)
    {
        foreach (var unknown in metrics.Except(KnownMetrics.All, StringComparer.Ordinal))
            root.Problem("metrics", $"has \"{unknown}\"; known metrics: {string.Join(", ", KnownMetrics.All)}.");
        if (metrics is [var main, ..] && KnownMetrics.Describing.Contains(main, StringComparer.Ordinal))
            root.Problem("metrics", $"has {main} first, which describes answers and says nothing about their worth; put the metric first that models are ranked by.");
        var jury = metrics.Intersect(KnownMetrics.NeedingJury, StringComparer.Ordinal).ToList();
        if (jury.Count > 0 && !root.Has("rubric"))
            root.Problem("metrics", $"has {jury[0]}, so the file must have a rubric.");
        else if (jury.Count == 0 && root.Has("rubric"))
            root.Problem("rubric", "is never used: add jury_score to the metrics or remove it.");
    }
}
