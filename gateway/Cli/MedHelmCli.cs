using MedHelm.Cli.Commands;

namespace MedHelm.Cli;

/// <summary>The command line as other programs may call it.</summary>
public static class MedHelmCli
{
    /// <summary>Runs one command in this process and returns its exit code.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="whenStopped">What to say when following a run is stopped.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<int> RunAsync(IReadOnlyList<string> args, string whenStopped, CancellationToken cancellationToken) =>
        new MedHelmCommandLine(CommandHost.OfThisProcess() with { WhenStopped = whenStopped }).InvokeAsync(args, cancellationToken);
}
