using System.CommandLine;
using System.Globalization;
using MedHelm.Catalog.Acquisition;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Commands.Datasets;

internal sealed class ExportDatasetsCommand : DatasetCommand
{
    private readonly Argument<string> file = new("FILE.zip") { Description = "Bundle to write; replaced whole or not at all" };
    private readonly Argument<string[]> ids = new("ID") { Description = "Benchmarks; all with complete data when none is named", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> includeGated = new("--include-gated") { Description = "Gated data too; the terms may forbid to pass it on" };
    private readonly Option<bool> includePrivate = new("--include-private") { Description = "Private data too" };

    public ExportDatasetsCommand(CommandHost host, GlobalOptions globals, DatasetPlaces places)
        : base("export", "Write data to one file, to carry it to a machine without network", host, globals, places)
    {
        Arguments.Add(file);
        Arguments.Add(ids);
        Options.Add(includeGated);
        Options.Add(includePrivate);
    }

    protected override string WhenStopped => "Stopped; nothing was written.";

    public override IReadOnlyList<string> Examples => ["medhelm datasets export public.zip --datasets DIR", "medhelm datasets export rrs.zip mimic_rrs --include-gated --datasets DIR"];

    protected override Task<int> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var named = parse.GetValue(ids) ?? [];
        var selected = Select(Places.LoadCatalog(parse, Host), named, Places.ExistingRoot(parse, Host));
        var offered = named.Length > 0 ? selected : [.. selected.Where(f => f.CompleteProtocols.Count > 0)];
        var left = offered.Where(f => !Allowed(parse, f)).ToList();
        if (named.Length > 0 && left.Count > 0)
            throw new CommandFailure(ExitCodes.BadUsage, $"the data of '{left[0].Definition.Id}' is {Tiers.Name(left[0].Definition.DataTier)}", $"If it may be passed on, add {OptionFor(left[0])}.");
        var exported = offered.Except(left).ToList();
        foreach (var files in left)
            Host.Tell($"{files.Definition.Id} is left out: its data is {Tiers.Name(files.Definition.DataTier)} ({OptionFor(files)} takes it in).");
        if (exported.Count == 0)
            throw new CommandFailure(ExitCodes.Failed, "there is nothing to export", "'medhelm datasets list' shows whose data is there.");
        foreach (var definition in exported.Select(f => f.Definition))
            if (LicenceNote.Objection(definition.Licence) is { } objection)
                Host.Tell($"warning: {definition.Id}: {objection}; give the bundle only to those who may have it, or leave {definition.Id} out.");
        var path = parse.GetRequiredValue(file);
        var manifest = BundleWriter.Write(path, exported, cancellationToken);
        if (AsJson(parse))
            WriteJson(new { file = Path.GetFullPath(path), benchmarks = manifest.Benchmarks });
        else
            Draw(manifest, path);
        return Task.FromResult(ExitCodes.Completed);
    }

    private void Draw(BundleManifest manifest, string path)
    {
        foreach (var benchmark in manifest.Benchmarks)
            Host.WriteData(string.Create(CultureInfo.InvariantCulture, $"{benchmark.Id}: {Counted.Files(benchmark.Files.Count)}, {ByteSize.Format(benchmark.Files.Sum(f => f.Size))}\n  licence  {benchmark.Licence}\n"));
        Host.Tell($"Written to {Path.GetFullPath(path)}. There: medhelm datasets import {Path.GetFileName(path)}");
    }

    private bool Allowed(ParseResult parse, BenchmarkFiles files) => files.Definition.DataTier switch
    {
        DataTier.Public => true,
        DataTier.Gated => parse.GetValue(includeGated),
        _ => parse.GetValue(includePrivate),
    };

    private string OptionFor(BenchmarkFiles files) => files.Definition.DataTier == DataTier.Gated ? includeGated.Name : includePrivate.Name;
}
