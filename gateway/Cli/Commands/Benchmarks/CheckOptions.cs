using System.CommandLine;
using System.Globalization;
using MedHelm.Catalog.Definitions;
using MedHelm.Cli.Suites;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>How benchmarks are checked, as options.</summary>
internal sealed class CheckOptions
{
    private const string Both = "both";

    private readonly Option<string> protocol = new("--protocol")
    {
        Description = "Check under this protocol, or under both",
        HelpName = "corrected|medhelm|both",
        DefaultValueFactory = _ => Both,
    };

    private readonly Option<string> data = new("--data")
    {
        Description = "Which data; available is the full data where it is, else the sample",
        HelpName = "sample|full|available",
        DefaultValueFactory = _ => "available",
    };

    private readonly Option<string?> datasets = new("--datasets") { Description = $"The dataset folder (else {DatasetsVariable}, else beside the definition)", HelpName = "DIR" };
    private readonly Option<string?> catalog = new("--catalog") { Description = $"Your catalog folder (else {CatalogVariable})", HelpName = "DIR" };

    private readonly Option<int> prompts = new("--prompts")
    {
        Description = "Show so many prompts in full",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        CustomParser = argument =>
        {
            if (int.TryParse(argument.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
            argument.AddError($"--prompts must be a whole number from 0, was '{argument.Tokens[0].Value}'");
            return 0;
        },
    };

    private readonly CommandHost host;

    public CheckOptions(CommandHost host)
    {
        this.host = host;
        protocol.AcceptOnlyFromAmong([.. Protocols.All, Both]);
        data.AcceptOnlyFromAmong([.. DataChoices.Names]);
    }

    // The names under which the services know the same folders.
    private const string DatasetsVariable = "MEDHELM__DATASETS";
    private const string CatalogVariable = "MEDHELM__CATALOG";

    public IEnumerable<Option> All => [protocol, data, datasets, catalog, prompts];

    public IReadOnlyList<string> ProtocolNames(ParseResult parse) =>
        parse.GetValue(protocol) is { } named and not Both ? [named] : Protocols.All;

    public DatasetChoice Data(ParseResult parse) => DataChoices.Find(parse.GetValue(data)!) ?? DatasetChoice.Available;

    public string? Datasets(ParseResult parse) => parse.GetValue(datasets) ?? Folder(DatasetsVariable);

    /// <summary>Full path; null when there is none.</summary>
    public string? CatalogFolder(ParseResult parse) => (parse.GetValue(catalog) ?? Folder(CatalogVariable)) is { } folder ? Path.GetFullPath(folder) : null;

    public int Prompts(ParseResult parse) => parse.GetValue(prompts);

    private string? Folder(string variable) => host.Variable(variable) is { Length: > 0 } folder ? folder : null;
}
