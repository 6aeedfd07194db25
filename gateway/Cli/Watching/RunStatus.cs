using System.Globalization;
using System.Text;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Watching;

/// <summary>The state of a run in words.</summary>
internal static class RunStatus
{
    public static bool IsOver(Run run) => run.State is RunState.Completed or RunState.Failed;

    public static string State(RunState state) => state switch
    {
        RunState.Planning => "planning",
        RunState.Running => "running",
        RunState.Paused => "paused",
        RunState.Completed => "completed",
        RunState.Failed => "failed",
        _ => "unknown",
    };

    /// <summary>"runs/quick: running, 12/96 decided (12 %), 4.2/s, about 20 s left".</summary>
    public static string Line(Run run, RunPace pace)
    {
        var line = new StringBuilder($"{run.Name}: {State(run.State)}");
        var (decided, planned) = (run.Progress?.Decided ?? 0, run.Progress?.Planned ?? 0);
        if (planned > 0)
            line.Append(CultureInfo.InvariantCulture, $", {decided}/{planned} decided ({Percent(decided, planned)} %)");
        if (run.State == RunState.Running)
            AppendPace(line, pace, planned);
        if (run is { State: RunState.Paused, Pause: { } pause })
            line.Append(CultureInfo.InvariantCulture, $", {BudgetStop.Reason(pause)}");
        if (run.State == RunState.Completed && Took(run) is { } took)
            line.Append(CultureInfo.InvariantCulture, $", took {Durations.Format(took)}");
        return line.ToString();
    }

    /// <summary>Rounded down: 100 only when all are decided.</summary>
    public static long Percent(long decided, long planned) => planned == 0 ? 0 : decided * 100 / planned;

    public static TimeSpan? Took(Run run) =>
        run is { CreateTime: not null, CompleteTime: not null } ? run.CompleteTime.ToDateTime() - run.CreateTime.ToDateTime() : null;

    private static void AppendPace(StringBuilder line, RunPace pace, long planned)
    {
        if (pace.PerSecond is { } rate)
            line.Append(CultureInfo.InvariantCulture, $", {(rate < 10 ? rate.ToString("0.0", CultureInfo.InvariantCulture) : rate.ToString("0", CultureInfo.InvariantCulture))}/s");
        if (pace.Remaining(planned) is { } remaining)
            line.Append(CultureInfo.InvariantCulture, $", about {Durations.Format(remaining)} left");
    }
}
