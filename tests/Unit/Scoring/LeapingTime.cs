namespace MedHelm.Tests.Unit.Scoring;

/// <summary>A clock that goes on by the same leap whenever somebody looks at it, as on a machine that is busy with other things.</summary>
internal sealed class LeapingTime : TimeProvider
{
    private long now;

    public TimeSpan Leap { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Add(ref now, Leap.Ticks);
}
