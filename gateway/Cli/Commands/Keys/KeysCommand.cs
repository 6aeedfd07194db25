using System.CommandLine;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Commands.Keys;

/// <summary>Everything about keys; by itself it lists them.</summary>
internal sealed class KeysCommand : GatewayCommand
{
    private readonly ListKeysCommand list;

    public KeysCommand(CommandHost host, GlobalOptions globals)
        : base("keys", "The keys that private-tier text is encrypted under, one for each project", host, globals)
    {
        list = new ListKeysCommand(host, globals);
        Subcommands.Add(list);
        Subcommands.Add(new RotateKeyCommand(host, globals));
        Subcommands.Add(new ShredKeysCommand(host, globals));
    }

    public override IReadOnlyList<string> Examples => ["medhelm keys list", "medhelm keys rotate icu", "medhelm keys shred icu --confirm icu"];

    protected override Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken) => list.ListAsync(parse, gateway, cancellationToken);
}
