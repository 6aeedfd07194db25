using MedHelm.Contracts.Evaluation.V1;
using Spectre.Console;

namespace MedHelm.Cli.Watching;

/// <summary>Shows a run's progress while it is followed: moving bars on a terminal, a line now and then elsewhere.</summary>
public sealed class RunProgressView(IAnsiConsole console, TimeProvider clock)
{
    /// <summary>Follows the run to the end of the stream and returns its last state; null when nothing came.</summary>
    public Task<Run?> FollowAsync(IAsyncEnumerable<Run> states, CancellationToken cancellationToken = default) =>
        IsTerminal
            ? new ProgressBars(console, clock).FollowAsync(states, cancellationToken)
            : new ProgressLines(console.Profile.Out.Writer, clock).FollowAsync(states, cancellationToken);

    private bool IsTerminal => console.Profile is { Out.IsTerminal: true, Capabilities: { Ansi: true, Interactive: true } };
}
