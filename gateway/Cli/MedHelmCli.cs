using MedHelm.Cli.Commands;

namespace MedHelm.Cli;

/// <summary>The command line as other programs may call it.</summary>
public static class MedHelmCli
{
    /// <summary>Runs one command in this process and returns its exit code.</summary>
    public static Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken) =>
        new MedHelmCommandLine(CommandHost.OfThisProcess()).InvokeAsync(args, cancellationToken);
}
