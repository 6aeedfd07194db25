using System.CommandLine;
using System.Globalization;
using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Imports;
using MedHelm.Catalog.Yaml;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Commands.Benchmarks;

internal sealed class BenchmarksImportCommand : GatewayCommand
{
    private readonly Argument<string> config = new("CONFIG.yaml") { Description = "The configuration as MedHELM reads it; the files it names are found from its folder" };
    private readonly Option<string> into = new("--into") { Description = "Your catalog folder; made where it does not exist", HelpName = "DIR", Required = true };
    private readonly Option<string?> id = new("--id") { Description = "Id of the benchmark (else made from its name)", HelpName = "ID" };
    private readonly Option<string> tier = new("--tier") { Description = "Sensitivity of the data", HelpName = "public|gated|private", DefaultValueFactory = _ => "private" };
    private readonly Option<MarkScale> scale;
    private readonly Option<string?> judges = new("--judges") { Description = "A judges.yaml whose judges take the place of the configuration's", HelpName = "judges.yaml" };
    private readonly Option<bool> allowOutside = new("--allow-outside") { Description = "The configuration may name files outside its folder" };
    private readonly Option<string?> category = new("--category") { Description = "Place in the taxonomy, which the configuration does not name", HelpName = "NAME" };
    private readonly Option<string?> subcategory = new("--subcategory") { Description = "Place within the category", HelpName = "NAME" };

    public BenchmarksImportCommand(CommandHost host, GlobalOptions globals)
        : base("import", "Import a configurable benchmark of MedHELM: definition, data, prompts and jury", host, globals)
    {
        scale = Scale();
        tier.AcceptOnlyFromAmong([.. Tiers.Names]);
        Arguments.Add(config);
        foreach (var option in new Option[] { into, id, tier, scale, judges, allowOutside, category, subcategory })
            Options.Add(option);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm benchmarks import exact_match_demo.yaml --into my-catalog",
        "medhelm benchmarks import summaries.yaml --into my-catalog --scale 1-5 --judges judges.yaml",
        "",
        "Nothing is overwritten, and either everything is written or nothing. The result is then checked as by 'medhelm benchmarks check'.",
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var (min, max) = parse.GetValue(scale)!;
        var result = Import(new(parse.GetRequiredValue(config), parse.GetRequiredValue(into))
        {
            Id = parse.GetValue(id),
            Tier = Tiers.Of(parse.GetValue(tier)!),
            ScaleMin = min,
            ScaleMax = max,
            Judges = parse.GetValue(judges),
            AllowOutside = parse.GetValue(allowOutside),
            Category = parse.GetValue(category),
            Subcategory = parse.GetValue(subcategory),
        });
        foreach (var file in result.Files)
            Host.Tell($"written: {file}");
        foreach (var warning in result.Warnings)
            Host.Tell($"warning: {warning}");
        return await CheckAsync(parse, gateway, result, cancellationToken);
    }

    private static HelmImportResult Import(HelmImportRequest request)
    {
        try
        {
            return HelmImport.Run(request);
        }
        catch (CatalogException error)
        {
            throw new CommandFailure(ExitCodes.BadUsage, "the benchmark cannot be imported; nothing was written", [.. error.Problems.Select(p => $"  {p}")]);
        }
    }

    private async Task<int> CheckAsync(ParseResult parse, GatewayClient gateway, HelmImportResult result, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(parse.GetRequiredValue(into));
        var subjects = new CheckSubjects(folder).Of([result.Id], all: false, Protocols.All);
        var run = new BenchmarkCheckRun(gateway, DatasetChoice.Full, Path.Combine(folder, "datasets"), prompts: 1);
        var checks = new List<CheckSummary>();
        await foreach (var check in run.RunAsync(subjects, scoring: true, cancellationToken))
        {
            checks.Add(check);
            if (!AsJson(parse))
                Host.WriteData(CheckPage.Of(check));
        }
        var passed = checks.TrueForAll(c => c.Passed);
        if (AsJson(parse))
            Host.WriteData(PlainJson.Of(new { passed, result.Id, result.Files, result.Warnings, notScored = run.NoScoring, checks }));
        if (run.NoScoring is not null)
            Host.Tell($"not scored: {run.NoScoring}");
        return passed ? ExitCodes.Completed : ExitCodes.Failed;
    }

    private static Option<MarkScale> Scale() => new("--scale")
    {
        Description = "Marks that the jury's prompt asks for; MedHELM's configurable benchmarks use 0-5",
        HelpName = "MIN-MAX",
        DefaultValueFactory = _ => new(0, 5),
        CustomParser = argument =>
        {
            if (argument.Tokens[0].Value.Split('-') is [var low, var high]
                && int.TryParse(low, NumberStyles.None, CultureInfo.InvariantCulture, out var min)
                && int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var max)
                && min < max && max <= 1000)
                return new(min, max);
            argument.AddError($"--scale must be two whole numbers such as 0-5, was '{argument.Tokens[0].Value}'");
            return null;
        },
    };
}
