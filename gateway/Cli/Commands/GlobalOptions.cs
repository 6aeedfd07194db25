using System.CommandLine;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Commands;

/// <summary>Options that every command understands.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Address { get; } = new("--address")
    {
        Description = $"Where the gateway's gRPC port is (else {GatewayAddress.Variable}, else {GatewayAddress.Default})",
        HelpName = "URL",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print data as proto JSON and nothing else on standard output",
        Recursive = true,
    };
}
