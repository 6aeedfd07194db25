using System.CommandLine;
using MedHelm.Catalog;

namespace MedHelm.Cli.Commands.Datasets;

/// <summary>Where data and definitions are, as options or in the servers' own environment variables.</summary>
internal sealed class DatasetPlaces
{
    private const string DatasetsVariable = "MEDHELM__DATASETS";
    private const string CatalogVariable = "MEDHELM__CATALOG";

    public Option<string?> Datasets { get; } = new("--datasets")
    {
        Description = $"Folder of the data, one sub-folder a benchmark (else {DatasetsVariable}, else datasets/ in the folder of --catalog)",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<string?> Catalog { get; } = new("--catalog")
    {
        Description = $"Folder of your own benchmarks (else {CatalogVariable})",
        HelpName = "DIR",
        Recursive = true,
    };

    public BenchmarkCatalog LoadCatalog(ParseResult parse, CommandHost host) => BenchmarkCatalog.LoadWith(CatalogFolder(parse, host));

    /// <summary>Null where none is named.</summary>
    public string? FindRoot(ParseResult parse, CommandHost host) =>
        Named(parse.GetValue(Datasets)) ?? Named(host.Variable(DatasetsVariable))
        ?? (CatalogFolder(parse, host) is { } own ? Path.Combine(own, "datasets") : null);

    public string Root(ParseResult parse, CommandHost host) => FindRoot(parse, host)
        ?? throw new CommandFailure(ExitCodes.BadUsage, "no dataset folder is named", $"Name one: --datasets DIR, or set {DatasetsVariable}.");

    public string ExistingRoot(ParseResult parse, CommandHost host) =>
        Root(parse, host) is var root && Directory.Exists(root) ? root : throw new CommandFailure(ExitCodes.BadUsage, $"the dataset folder '{root}' does not exist", "Create it, or name another: --datasets DIR.");

    private string? CatalogFolder(ParseResult parse, CommandHost host) => Named(parse.GetValue(Catalog)) ?? Named(host.Variable(CatalogVariable));

    private static string? Named(string? path) => string.IsNullOrWhiteSpace(path) ? null : path;
}
