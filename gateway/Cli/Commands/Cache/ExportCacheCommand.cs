using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Commands.Datasets;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Commands.Cache;

internal sealed class ExportCacheCommand : GatewayCommand
{
    private readonly Argument<string> file = new("FILE.zip") { Description = "Bundle to write; replaced whole or not at all" };
    private readonly Option<string?> run = new("--run") { Description = "Only the answers that this run was served", HelpName = "RUN" };

    public ExportCacheCommand(CommandHost host, GlobalOptions globals)
        : base("export", "Write archived answers to one file; private-tier answers stay", host, globals)
    {
        Arguments.Add(file);
        Options.Add(run);
    }

    public override IReadOnlyList<string> Examples => ["medhelm cache export answers.zip", "medhelm cache export quick.zip --run quick-1"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var path = parse.GetRequiredValue(file);
        var name = parse.GetValue(run) is { } given ? RunName.Full(given) : "";
        using var call = gateway.Cache.ExportCompletions(new ExportCompletionsRequest { Run = name }, cancellationToken: cancellationToken);
        var manifest = await BundleWriter.WriteAsync(path, name, call.ResponseStream, cancellationToken)
            ?? throw new CommandFailure(ExitCodes.Failed, "there is nothing to export; nothing was written", "Private-tier answers never leave.");
        if (AsJson(parse))
            Host.WriteData(PlainJson.Of(manifest));
        else
            Host.WriteData(string.Create(CultureInfo.InvariantCulture, $"{manifest.Count} answers, {ByteSize.Format(manifest.Bytes)}\n"));
        Host.Tell($"Written to {Path.GetFullPath(path)}. There: medhelm cache import {Path.GetFileName(path)}");
        return ExitCodes.Completed;
    }
}
