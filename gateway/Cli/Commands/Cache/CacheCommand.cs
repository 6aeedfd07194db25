using System.CommandLine;

namespace MedHelm.Cli.Commands.Cache;

internal sealed class CacheCommand : Command
{
    public CacheCommand(CommandHost host, GlobalOptions globals)
        : base("cache", "Carry archived answers between installations, so that nobody pays for them twice")
    {
        Subcommands.Add(new ExportCacheCommand(host, globals));
        Subcommands.Add(new ImportCacheCommand(host, globals));
    }
}
