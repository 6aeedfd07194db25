using System.CommandLine;
using System.Globalization;
using MedHelm.Catalog;
using MedHelm.Catalog.Acquisition;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Commands.Datasets;

internal sealed class ImportDatasetsCommand : DatasetCommand
{
    private readonly Argument<string[]> what = new("FILE.zip | ID DIR")
    {
        Description = "A bundle of 'medhelm datasets export'; or a benchmark and the folder of its upstream files",
        Arity = new ArgumentArity(1, 2),
    };

    private readonly LicenceQuestion licence;

    public ImportDatasetsCommand(CommandHost host, GlobalOptions globals, DatasetPlaces places)
        : base("import", "Put data from a bundle or a folder into place: all of a benchmark after every check, or nothing", host, globals, places)
    {
        licence = new(host);
        Arguments.Add(what);
        Options.Add(licence.Accept);
        Options.Add(licence.By);
    }

    protected override string WhenStopped => "Stopped; what was not imported whole was not imported.";

    public override IReadOnlyList<string> Examples => ["medhelm datasets import public.zip --datasets DIR", "medhelm datasets import medec ~/Downloads/MEDEC --datasets DIR"];

    protected override Task<int> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var catalog = Places.LoadCatalog(parse, Host);
        var root = Places.Root(parse, Host);
        return Task.FromResult(parse.GetRequiredValue(what) is [var id, var folder]
            ? ImportFolder(parse, Select(catalog, [id], root)[0], folder, cancellationToken)
            : ImportBundle(parse, catalog, root, parse.GetRequiredValue(what)[0], cancellationToken));
    }

    private int ImportFolder(ParseResult parse, BenchmarkFiles files, string folder, CancellationToken cancellationToken)
    {
        if (!TryAccept(parse, files, LicenceFile.Read(files.Folder, files.Definition.Licence), out var accepted))
            return ExitCodes.BadUsage;
        DatasetImporter.Import(files, folder, accepted, cancellationToken);
        Report(parse, [files]);
        return ExitCodes.Completed;
    }

    private int ImportBundle(ParseResult parse, BenchmarkCatalog catalog, string root, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            throw new CommandFailure(ExitCodes.BadUsage, $"there is no file '{path}'", "Name a bundle, or a benchmark and a folder: medhelm datasets import ID DIR.");
        using var bundle = DatasetBundle.Open(path, catalog, root, new ArchiveLimits());
        var acceptances = new Dictionary<string, AcceptedLicence>(StringComparer.Ordinal);
        foreach (var benchmark in bundle.Manifest.Benchmarks)
        {
            var files = bundle.Files[benchmark.Id];
            if (!TryAccept(parse, files, DatasetImporter.AcceptedFor(benchmark, files), out var accepted))
                return ExitCodes.BadUsage;
            if (accepted is not null)
                acceptances[benchmark.Id] = accepted;
            if (benchmark.DefinitionSha256 != files.Definition.DefinitionSha256)
                Host.Tell(string.Create(CultureInfo.InvariantCulture, $"  exported under version {benchmark.DefinitionVersion} of the definition; here it is {files.Definition.Version}, and its text differs"));
        }

        DatasetImporter.Import(bundle, acceptances, cancellationToken);
        Report(parse, [.. bundle.Manifest.Benchmarks.Select(b => bundle.Files[b.Id])]);
        return ExitCodes.Completed;
    }

    // Public and private data need no acceptance; where one is given, it is recorded.
    private bool TryAccept(ParseResult parse, BenchmarkFiles files, AcceptedLicence? earlier, out AcceptedLicence? accepted)
    {
        accepted = null;
        licence.Show(files.Definition);
        if (earlier is not null)
            licence.ShowAccepted(earlier);
        else if (files.Definition.DataTier == DataTier.Gated || parse.GetValue(licence.Accept))
            return (accepted = licence.Ask(parse, files.Definition)) is not null;
        return true;
    }

    private void Report(ParseResult parse, IReadOnlyList<BenchmarkFiles> imported)
    {
        if (AsJson(parse))
            WriteJson(new { benchmarks = imported.Select(f => new { f.Definition.Id, folder = f.Folder.Path, f.Size }) });
        else
            foreach (var files in imported)
                Host.WriteData($"{files.Definition.Id}: imported into {files.Folder.Path}, {ByteSize.Format(files.Size)}\n");
    }
}
