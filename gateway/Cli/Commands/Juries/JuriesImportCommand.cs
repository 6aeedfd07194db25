using System.CommandLine;
using MedHelm.Catalog.Imports;
using MedHelm.Catalog.Yaml;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;

namespace MedHelm.Cli.Commands.Juries;

internal sealed class JuriesImportCommand : GatewayCommand
{
    private const string CatalogVariable = "MEDHELM__CATALOG";

    private readonly Argument<string> judges = new("JUDGES.yaml") { Description = "MedHELM's list of judges: name with model and model_deployment, or with model_name" };
    private readonly Option<string> id = new("--id") { Description = "Id of the jury", HelpName = "ID", Required = true };
    private readonly Option<string?> catalog = new("--catalog") { Description = $"Your catalog folder (else {CatalogVariable}); made where it does not exist", HelpName = "DIR" };

    public JuriesImportCommand(CommandHost host, GlobalOptions globals)
        : base("import", "Import MedHELM's judges.yaml as a jury of your own, under MedHELM's rules", host, globals)
    {
        Arguments.Add(judges);
        Options.Add(id);
        Options.Add(catalog);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm juries import judges.yaml --id ours --catalog my-catalog",
        "",
        "Nothing is overwritten. A running system takes the jury when it is started again with the same catalog folder.",
    ];

    protected override Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var folder = parse.GetValue(catalog) ?? Host.Variable(CatalogVariable);
        if (string.IsNullOrWhiteSpace(folder))
            throw new CommandFailure(ExitCodes.BadUsage, "no catalog folder is named", $"Name one: --catalog DIR, or set {CatalogVariable}.");
        try
        {
            var result = JuryImport.Run(parse.GetRequiredValue(judges), parse.GetRequiredValue(id), folder);
            Host.Tell($"written: {result.Files[0]}");
            foreach (var warning in result.Warnings)
                Host.Tell($"warning: {warning}");
            if (AsJson(parse))
                Host.WriteData(PlainJson.Of(new { result.Id, result.Files, result.Warnings }));
            return Task.FromResult(ExitCodes.Completed);
        }
        catch (CatalogException error)
        {
            throw new CommandFailure(ExitCodes.BadUsage, "the jury cannot be imported; nothing was written", [.. error.Problems.Select(p => $"  {p}")]);
        }
    }
}
