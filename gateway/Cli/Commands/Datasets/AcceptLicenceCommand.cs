using System.CommandLine;
using MedHelm.Catalog.Acquisition;

namespace MedHelm.Cli.Commands.Datasets;

internal sealed class AcceptLicenceCommand : DatasetCommand
{
    private readonly Argument<string[]> ids = new("ID") { Description = "Benchmarks", Arity = ArgumentArity.OneOrMore };
    private readonly LicenceQuestion licence;

    public AcceptLicenceCommand(CommandHost host, GlobalOptions globals, DatasetPlaces places)
        : base("accept", "Show the terms of data that was put there by hand, and record that they are accepted", host, globals, places)
    {
        licence = new(host);
        Arguments.Add(ids);
        Options.Add(licence.By);
    }

    public override IReadOnlyList<string> Examples => ["medhelm datasets accept mimic_rrs --datasets DIR --by \"A. Clinician\""];

    protected override Task<int> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        foreach (var files in Select(Places.LoadCatalog(parse, Host), parse.GetValue(ids) ?? [], Places.ExistingRoot(parse, Host)))
        {
            licence.Show(files.Definition);
            var accepted = licence.Accepted(parse, files.Definition);
            LicenceAcceptance.Record(files, accepted);
            licence.ShowAccepted(accepted);
        }

        return Task.FromResult(ExitCodes.Completed);
    }
}
