using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Inference.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Keys;

internal sealed class ListKeysCommand(CommandHost host, GlobalOptions globals) : GatewayCommand("list", "List the projects that have keys; never shows a key", host, globals)
{
    public override IReadOnlyList<string> Examples => ["medhelm keys list", "medhelm keys list --json"];

    public async Task<int> ListAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Keys.ListKeysAsync(new(), gateway.Soon(cancellationToken));
        return Print(parse, reply, () => Draw(reply));
    }

    protected override Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken) => ListAsync(parse, gateway, cancellationToken);

    private void Draw(ListKeysResponse reply)
    {
        if (reply.Keys.Count == 0)
        {
            Host.Output.WriteLine("No keys yet; a project gets one with its first private-tier text.");
            return;
        }

        var table = Listing.Table("Project", "Version", "State");
        foreach (var key in reply.Keys)
            table.Row(key.Project, key.Shredded ? "" : key.Version.ToString(CultureInfo.InvariantCulture), key.Shredded ? "shredded" : "in use");
        Host.Output.Write(table);
    }
}
