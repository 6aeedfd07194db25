using System.CommandLine;
using System.Globalization;
using MedHelm.Catalog.Acquisition;
using MedHelm.Catalog.Datasets;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Commands.Datasets;

internal sealed class FetchDatasetsCommand : DatasetCommand
{
    private readonly Argument<string[]> ids = new("ID") { Description = "Benchmarks with public data", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> allPublic = new("--all-public") { Description = "Every benchmark with public data" };
    private readonly LicenceQuestion licence;

    public FetchDatasetsCommand(CommandHost host, GlobalOptions globals, DatasetPlaces places)
        : base("fetch", "Download public data from its publishers; stopped at any moment, the same command goes on where it was", host, globals, places)
    {
        licence = new(host);
        Arguments.Add(ids);
        Options.Add(allPublic);
        Options.Add(licence.Accept);
        Options.Add(licence.By);
        Validators.Add(parse =>
        {
            if (parse.GetValue(ids) is null or [] == !parse.GetValue(allPublic))
                parse.AddError("name benchmarks, or --all-public");
        });
    }

    protected override string WhenStopped => "Stopped. The same command goes on where it was.";

    public override IReadOnlyList<string> Examples => ["medhelm datasets fetch med_qa medec --accept-licence --datasets DIR", "medhelm datasets fetch --all-public --accept-licence --datasets DIR"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var everything = Select(Places.LoadCatalog(parse, Host), parse.GetValue(ids) ?? [], Places.Root(parse, Host));
        var selected = everything.Where(f => f.Definition.DataTier == DataTier.Public).ToList();
        var refused = parse.GetValue(allPublic) ? [] : everything.Except(selected).ToList();
        foreach (var files in refused)
            Refuse(files);
        var wanted = selected.Select(files => (Files: files, Accepted: Licence(parse, files, out var declined), Declined: declined)).ToList();
        var results = new List<object>();
        var failed = false;
        using var http = DatasetFetcher.NewClient();
        foreach (var (files, accepted, _) in wanted.Where(w => !w.Declined))
            failed |= !await FetchAsync(http, files, accepted, AsJson(parse), results, cancellationToken);
        if (AsJson(parse))
            WriteJson(new { benchmarks = results });
        return failed ? ExitCodes.Failed : refused.Count > 0 || wanted.Exists(w => w.Declined) ? ExitCodes.BadUsage : ExitCodes.Completed;
    }

    private async Task<bool> FetchAsync(HttpClient http, BenchmarkFiles files, AcceptedLicence? accepted, bool asJson, List<object> results, CancellationToken cancellationToken)
    {
        var id = files.Definition.Id;
        try
        {
            var outcome = await DownloadView.FollowAsync(Host, progress =>
                new DatasetFetcher(http, new DownloadLimits(), new ArchiveLimits(), Host.Clock, progress).FetchAsync(files, accepted, cancellationToken));
            results.Add(new { id, outcome.Fetched, outcome.Present, outcome.Unreachable });
            if (!asJson)
                Host.WriteData(string.Create(CultureInfo.InvariantCulture, $"{id}: {outcome.Fetched} fetched, {outcome.Present} there already\n"));
            if (outcome.Unreachable.Count == 0)
                return true;
            Host.Complain(new(ExitCodes.Failed, $"{id}: no address is known for {string.Join(", ", outcome.Unreachable)}", $"Get it from {files.Definition.Source} and put it into {files.Folder.Path}."));
        }
        catch (DatasetException e)
        {
            results.Add(new { id, error = e.Message });
            Host.Complain(new(ExitCodes.Failed, e.Message));
        }

        return false;
    }

    private AcceptedLicence? Licence(ParseResult parse, BenchmarkFiles files, out bool declined)
    {
        declined = false;
        licence.Show(files.Definition);
        if (LicenceFile.Read(files.Folder, files.Definition.Licence) is { } earlier)
        {
            licence.ShowAccepted(earlier);
            return null;
        }

        var accepted = licence.Ask(parse, files.Definition);
        declined = accepted is null;
        return accepted;
    }

    private void Refuse(BenchmarkFiles files)
    {
        licence.Show(files.Definition);
        Host.Complain(new(
            ExitCodes.BadUsage,
            $"the data of '{files.Definition.Id}' is {Tiers.Name(files.Definition.DataTier)} and cannot be fetched",
            [$"Put these files into {files.Folder.Path}, then 'medhelm datasets accept {files.Definition.Id}':", .. files.Wanted.Select(w => $"  {w.File.Path}")]));
    }
}
