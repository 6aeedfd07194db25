using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Watching;

/// <summary>Progress for logs: a line for each change of state, each tenth, and each ten seconds in which something moved.</summary>
internal sealed class ProgressLines(TextWriter writer, TimeProvider clock)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    private readonly RunPace pace = new(clock);
    private Run? shown;
    private long shownAt;

    public async Task<Run?> FollowAsync(IAsyncEnumerable<Run> states, CancellationToken cancellationToken)
    {
        Run? last = null;
        await foreach (var run in states.WithCancellation(cancellationToken))
        {
            last = run;
            pace.Observe(run.Progress?.Decided ?? 0);
            if (!IsNews(run))
                continue;
            (shown, shownAt) = (run, clock.GetTimestamp());
            await writer.WriteLineAsync(RunStatus.Line(run, pace));
            await writer.FlushAsync(cancellationToken);
        }
        return last;
    }

    private bool IsNews(Run run)
    {
        if (shown is null || shown.State != run.State)
            return true;
        if (Decided(run) == Decided(shown) && Planned(run) == Planned(shown))
            return false;
        return Tenth(run) > Tenth(shown) || clock.GetElapsedTime(shownAt) >= Quiet;
    }

    private static long Tenth(Run run) => RunStatus.Percent(Decided(run), Planned(run)) / 10;

    private static long Decided(Run run) => run.Progress?.Decided ?? 0;

    private static long Planned(Run run) => run.Progress?.Planned ?? 0;
}
