using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Inference.V1;
using YamlDotNet.RepresentationModel;
using static MedHelm.Catalog.Imports.YamlText;

namespace MedHelm.Catalog.Imports;

/// <summary>Everything that goes into the files of an imported benchmark.</summary>
internal sealed record ImportedDefinition(string Id, HelmConfig Config, HelmImportRequest Request, (string Category, string Subcategory) Place)
{
    /// <summary>Name of the data file in its folder; when it is compressed, without ".gz".</summary>
    public required string DataFile { get; init; }

    public required CsvSurvey Csv { get; init; }

    public required string Prompt { get; init; }

    public required JuryPromptImport? Jury { get; init; }

    public IReadOnlyList<HelmJudge> Jurors { get; init; } = [];

    // Where HELM's code and the metric's definition agree there is one metric for both.
    private static string AsHelm(string metric) => KnownMetrics.All.Contains($"helm_{metric}", StringComparer.Ordinal) ? $"helm_{metric}" : metric;

    private bool JudgedOnly => Config.Metrics.All(m => KnownMetrics.NeedingJury.Contains(m, StringComparer.Ordinal));

    private string InstanceId => Csv.IdColumn is { } column && LiquidText.Column(column) is { } value ? "{{ " + value + " }}" : "{{ position.number }}";

    public string BenchmarkYaml() => Write(
        Map(
            ("id", Plain($"{Id}")),
            ("version", Plain($"1")),
            ("display_name", Text(Config.Name)),
            ("description", Text(Config.Description)),
            ("category", Text(Place.Category)),
            ("subcategory", Text(Place.Subcategory)),
            ("data_tier", Plain($"{Request.Tier.ToString().ToLowerInvariant()}")),
            ("source", Map(("url", Text($"local file {Path.GetFileName(Config.DatasetFile)}")))),
            ("access", Request.Tier == DataTier.Public ? null : Text($"The data lies beside this definition, in datasets/{Id}/.")),
            ("licence", Text("not stated")),
            ("citation", Text("none")),
            ("repairs", List(Repairs())),
            ("dataset", Map(("format", Plain($"csv")), ("files", List([Map(("path", Text(DataFile)))])))),
            ("mapping", Mapping()),
            ("adaptation", Plain($"generation")),
            ("prompt", Text("{{ input }}")),
            ("parameters", Map(("temperature", Plain($"0")), ("max_output_tokens", Plain($"{Config.MaxTokens}")))),
            ("metrics", List(Config.Metrics.Select(m => Plain($"{m}")))),
            ("rubric", Jury is null ? null : Rubric(Jury)),
            ("medhelm", Overlay())),
        "Imported from a configurable benchmark of MedHELM. Category, licence and citation are for you to set.");

    public string SuiteYaml() => Write(
        Map(
            ("id", Plain($"{Id}")),
            ("description", Text($"{Config.Name} with the jury of its configuration")),
            ("deployments", List([Text("baseline/most-overlapping-sentence")])),
            ("benchmarks", List([Map(("id", Plain($"{Id}")), ("data", Plain($"full")))])),
            ("jurors", List(Jurors.Select(j => Text(j.Deployment))))),
        "The baseline stands where MedHELM takes the model from the command line: put models here, or name them with --model.\nEach juror must be a deployment of this installation ('medhelm models'). The configuration's judges:\n"
            + string.Join('\n', Jurors.Select(j => j.Name == j.Deployment ? $"  {j.Name}" : $"  {j.Name} is {j.Deployment}")));

    private YamlMappingNode Mapping() => Map(
        ("id", Text(InstanceId)),
        ("input", Text(Prompt)),
        ("reference", Csv.Has(CsvSurvey.Answer) ? Text("{{ row.correct_answer }}") : null),
        ("reference_optional", JudgedOnly || Csv.WithoutAnswer > 0 ? Plain($"true") : null));

    private YamlMappingNode Rubric(JuryPromptImport jury) => Map(
        ("version", Plain($"1")),
        ("scale_min", Plain($"{Request.ScaleMin}")),
        ("scale_max", Plain($"{Request.ScaleMax}")),
        ("criteria", List(jury.Criteria.Select(c => Map(("name", Text(c)), ("description", Text("As the template below says.")))))),
        ("template", Text(jury.Template)));

    private YamlMappingNode Overlay() => Map(
        ("mapping", Map(("id", Text("id{{ position.pool }}")))),
        ("adapter", Map(("instructions", Nothing), ("input_noun", Nothing), ("output_noun", Nothing))),
        ("metrics", List(Config.Metrics.Select(m => Plain($"{AsHelm(m)}")))));

    private List<YamlNode> Repairs()
    {
        var repairs = new List<YamlNode>
        {
            Repair(
                "HELM reads the file with pandas, which changes values: 007 becomes 7, 1 becomes 1.0 in a column with an empty cell, and cells that are empty or hold NA or null become nan.",
                "A cell is the text that the file holds. Protocol medhelm does not change values either."),
            Repair(
                "Items are named by their position, which changes with every row added or left out.",
                Csv.IdColumn is { } column ? $"Items are named by the column {column}." : "Items are named by their record in the file, which changes too; give the file a column id to name them by."),
        };
        if (Jury is not null)
            repairs.Add(Repair(
                "Jurors' marks are cut to whole numbers, and an item without any verdict counts as 0, which is also the lowest mark.",
                "Marks count as given, and too few verdicts leave the item without a score. Protocol medhelm cuts marks, and counts a missing verdict as 1 like HELM's own benchmarks."));
        return repairs;
    }

    private static YamlMappingNode Repair(string defect, string repair) => Map(("defect", Text(defect)), ("repair", Text(repair)));
}
