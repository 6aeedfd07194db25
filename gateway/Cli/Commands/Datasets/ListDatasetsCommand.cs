using System.CommandLine;
using System.Globalization;
using MedHelm.Catalog.Acquisition;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Cli.Terminal;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Datasets;

internal sealed class ListDatasetsCommand(CommandHost host, GlobalOptions globals, DatasetPlaces places)
    : DatasetCommand("list", "Show every benchmark: its tier, which of its files are there, and whether its licence is accepted", host, globals, places)
{
    public override IReadOnlyList<string> Examples => ["medhelm datasets list --datasets DIR", "medhelm datasets list --json"];

    protected override Task<int> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var root = Places.FindRoot(parse, Host);
        var rows = Select(Places.LoadCatalog(parse, Host), [], root).Select(Describe).ToList();
        if (AsJson(parse))
            WriteJson(new { datasets = root is null ? null : Path.GetFullPath(root), benchmarks = rows });
        else
            Draw(rows, root);
        return Task.FromResult(ExitCodes.Completed);
    }

    private void Draw(List<Row> rows, string? root)
    {
        var table = Listing.Table("Benchmark", "Tier", "Files", "Data", "Size", "Licence", "Terms");
        foreach (var row in rows)
            table.Row(row.Id, row.Tier, string.Create(CultureInfo.InvariantCulture, $"{row.Present}/{row.Files}"), row.Status, row.Size == 0 ? "" : ByteSize.Format(row.Size), row.Accepted ? "accepted" : "not accepted", row.Licence);
        Host.Output.Write(table);
        Host.Tell("Data: present = every file is there; present for PROTOCOL = all that this protocol reads; partial = some files; absent = none.");
        Host.Tell("Only gated data has to be accepted before it is run ('medhelm datasets accept').");
        foreach (var row in rows.Where(r => r.Problem is not null))
            Host.Tell($"{row.Id}: {row.Problem}");
        Host.Tell(root is null ? "No dataset folder is named; name one with --datasets DIR." : $"Dataset folder: {Path.GetFullPath(root)}");
    }

    private static Row Describe(BenchmarkFiles files)
    {
        var (accepted, problem) = Licence(files);
        return new(
            files.Definition.Id, Tiers.Name(files.Definition.DataTier), files.PresentCount, files.Wanted.Count, Status(files), files.Size,
            accepted is not null, accepted?.AcceptedBy, accepted?.AcceptedAt, files.Definition.Licence, files.Folder.Path, problem);
    }

    private static (AcceptedLicence? Accepted, string? Problem) Licence(BenchmarkFiles files)
    {
        try
        {
            return (LicenceFile.Read(files.Folder, files.Definition.Licence), null);
        }
        catch (DatasetException e)
        {
            return (null, e.Message);
        }
    }

    private static string Status(BenchmarkFiles files) => (files.CompleteProtocols, files.PresentCount) switch
    {
        ({ Count: var complete }, _) when complete == Protocols.All.Count => "present",
        ({ Count: > 0 } complete, _) => $"present for {string.Join(", ", complete)}",
        (_, > 0) => "partial",
        _ => "absent",
    };

    private sealed record Row(
        string Id, string Tier, int Present, int Files, string Status, long Size, bool Accepted, string? AcceptedBy, DateTimeOffset? AcceptedAt, string Licence, string Folder, string? Problem);
}
