using System.CommandLine;
using MedHelm.Catalog.Acquisition;
using MedHelm.Catalog.Datasets;

namespace MedHelm.Cli.Commands.Datasets;

internal sealed class AcceptLicenceCommand : DatasetCommand
{
    private readonly Argument<string[]> ids = new("ID") { Description = "Benchmarks", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> dataPath = new("--data-path")
    {
        Description = "Folder under the dataset folder, for runs whose data_path names it in place of the benchmark's id",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => "",
    };

    private readonly LicenceQuestion licence;

    public AcceptLicenceCommand(CommandHost host, GlobalOptions globals, DatasetPlaces places)
        : base("accept", "Show the terms of data that was put there by hand, and record that they are accepted; only gated data is refused without", host, globals, places)
    {
        licence = new(host);
        Arguments.Add(ids);
        Options.Add(licence.By);
        Options.Add(dataPath);
        Validators.Add(parse =>
        {
            if (parse.GetValue(dataPath) is { Length: > 0 } && parse.GetValue(ids) is { Length: > 1 })
                parse.AddError("--data-path is the folder of one benchmark; accept each by itself");
        });
    }

    public override IReadOnlyList<string> Examples => ["medhelm datasets accept mimic_rrs --datasets DIR --by \"A. Clinician\"", "medhelm datasets accept mimic_rrs --data-path mimic/2026 --datasets DIR"];

    protected override Task<int> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        foreach (var files in Selected(parse))
        {
            licence.Show(files.Definition);
            var accepted = licence.Accepted(parse, files.Definition);
            LicenceAcceptance.Record(files, accepted);
            licence.ShowAccepted(accepted);
        }

        return Task.FromResult(ExitCodes.Completed);
    }

    private IReadOnlyList<BenchmarkFiles> Selected(ParseResult parse)
    {
        var path = parse.GetValue(dataPath)!;
        try
        {
            var selected = Select(Places.LoadCatalog(parse, Host), parse.GetValue(ids) ?? [], Places.ExistingRoot(parse, Host), path);
            if (path.Length > 0 && !Directory.Exists(selected[0].Folder.Path))
                throw new CommandFailure(ExitCodes.BadUsage, $"there is no folder {selected[0].Folder.Path}", "--data-path starts at the dataset folder (--datasets).");
            return selected;
        }
        catch (DatasetException e)
        {
            throw new CommandFailure(ExitCodes.BadUsage, e.Message);
        }
    }
}
