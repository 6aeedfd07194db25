using System.CommandLine;
using System.Globalization;
using MedHelm.Catalog.Acquisition;

namespace MedHelm.Cli.Commands.Datasets;

internal sealed class VerifyDatasetsCommand : DatasetCommand
{
    private readonly Argument<string[]> ids = new("ID") { Description = "Benchmarks; all that have files when none is named", Arity = ArgumentArity.ZeroOrMore };

    public VerifyDatasetsCommand(CommandHost host, GlobalOptions globals, DatasetPlaces places)
        : base("verify", "Compare the files with the hashes of the definitions; exit code 1 when one is wrong, or missing of a named benchmark", host, globals, places)
    {
        Arguments.Add(ids);
    }

    public override IReadOnlyList<string> Examples => ["medhelm datasets verify --datasets DIR", "medhelm datasets verify medec --datasets DIR"];

    protected override Task<int> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var named = parse.GetValue(ids) ?? [];
        var selected = Select(Places.LoadCatalog(parse, Host), named, Places.ExistingRoot(parse, Host));
        var looked = named.Length > 0 ? selected : [.. selected.Where(f => f.PresentCount > 0)];
        var reports = new List<object>();
        var failed = false;
        foreach (var files in looked)
        {
            var complete = files.CompleteProtocols.Count > 0;
            var findings = Verify(files, AsJson(parse), cancellationToken);
            failed |= findings.Exists(f => f.State == FileState.Wrong) || (named.Length > 0 && findings.Exists(f => f.State == FileState.Missing));
            reports.Add(new { files.Definition.Id, complete, files = findings.Select(f => new { f.Wanted.File.Path, f.State, f.Sha256, expected = f.Wanted.File.ExpectedSha256, f.Count, f.Problem }) });
        }

        if (AsJson(parse))
            WriteJson(new { benchmarks = reports });
        else if (looked.Count < selected.Count)
            Host.Tell(selected.Count - looked.Count is var others and > 1 ? string.Create(CultureInfo.InvariantCulture, $"Of {others} other benchmarks no file is there.") : "Of 1 other benchmark no file is there.");
        return Task.FromResult(failed ? ExitCodes.Failed : ExitCodes.Completed);
    }

    private List<FileFinding> Verify(BenchmarkFiles files, bool quiet, CancellationToken cancellationToken)
    {
        var findings = new List<FileFinding>();
        if (!quiet)
            Host.WriteData($"{files.Definition.Id}\n");
        foreach (var finding in DatasetVerifier.Verify(files, cancellationToken))
        {
            findings.Add(finding);
            if (!quiet)
                Host.WriteData($"  {Line(finding)}\n");
        }

        return findings;
    }

    private static string Line(FileFinding finding)
    {
        var file = finding.Wanted.File;
        var path = file.IsPattern && finding.Count > 0 ? $"{file.Path} ({Counted.Files(finding.Count)})" : file.Path;
        return finding.State switch
        {
            FileState.Right => $"right    {path}",
            FileState.Wrong => finding.Problem is { } problem ? $"wrong    {path}: {problem}" : $"wrong    {path}: its SHA-256 is {finding.Sha256}, expected {file.ExpectedSha256}",
            FileState.Unknown => $"unknown  {path}: no hash is expected, its SHA-256 is {finding.Sha256}",
            _ => $"missing  {path}",
        };
    }
}
