using System.CommandLine;

namespace MedHelm.Cli.Commands.Datasets;

/// <summary>Data of benchmarks on this machine. Needs no server.</summary>
internal sealed class DatasetsCommand : Command
{
    public DatasetsCommand(CommandHost host, GlobalOptions globals)
        : base("datasets", "Get, check and carry the data of benchmarks; works on local folders, without a server")
    {
        var places = new DatasetPlaces();
        Options.Add(places.Datasets);
        Options.Add(places.Catalog);
        Subcommands.Add(new ListDatasetsCommand(host, globals, places));
        Subcommands.Add(new VerifyDatasetsCommand(host, globals, places));
        Subcommands.Add(new FetchDatasetsCommand(host, globals, places));
        Subcommands.Add(new AcceptLicenceCommand(host, globals, places));
        Subcommands.Add(new ImportDatasetsCommand(host, globals, places));
        Subcommands.Add(new ExportDatasetsCommand(host, globals, places));
    }
}
