using System.CommandLine;

namespace MedHelm.Cli.Commands.Keys;

internal sealed class KeysCommand : Command
{
    public KeysCommand(CommandHost host, GlobalOptions globals)
        : base("keys", "The keys that private-tier text is encrypted under, one for each project")
    {
        Subcommands.Add(new ListKeysCommand(host, globals));
        Subcommands.Add(new RotateKeyCommand(host, globals));
        Subcommands.Add(new ShredKeysCommand(host, globals));
    }
}
