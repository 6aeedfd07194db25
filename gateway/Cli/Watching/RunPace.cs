namespace MedHelm.Cli.Watching;

/// <summary>How fast a run goes, over the last half minute, so that cached answers at its start do not promise too much.</summary>
internal sealed class RunPace(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private readonly Queue<(long Time, long Decided)> samples = new();
    private readonly long start = clock.GetTimestamp();
    private (long Time, long Decided) latest;

    public TimeSpan Elapsed => clock.GetElapsedTime(start);

    public void Observe(long decided)
    {
        latest = (clock.GetTimestamp(), decided);
        samples.Enqueue(latest);
        while (samples.Count > 2 && clock.GetElapsedTime(samples.Peek().Time) > Window)
            samples.Dequeue();
    }

    /// <summary>Instances a second; null until two observations differ.</summary>
    public double? PerSecond
    {
        get
        {
            if (!samples.TryPeek(out var first) || latest.Decided <= first.Decided)
                return null;
            var seconds = clock.GetElapsedTime(first.Time).TotalSeconds;
            return seconds > 0 ? (latest.Decided - first.Decided) / seconds : null;
        }
    }

    /// <summary>Time until all are decided at this pace; null while the pace is unknown, and when nothing remains.</summary>
    public TimeSpan? Remaining(long planned) =>
        PerSecond is { } rate && planned > latest.Decided
            ? TimeSpan.FromSeconds(Math.Min((planned - latest.Decided) / rate, TimeSpan.FromDays(99).TotalSeconds))
            : null;
}
