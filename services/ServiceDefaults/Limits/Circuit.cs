namespace MedHelm.ServiceDefaults.Limits;

/// <summary>
/// Stops calls that will fail anyway. Only calls begun since the last success count: one that stalled long ago says nothing
/// about now.
/// </summary>
internal sealed class Circuit
{
    private int failures;
    private int openings;
    private double lastSuccess;

    // Until when a probe is on its way, unless its permit is renewed; 0: none is.
    private double probeUntil;
    private long probe;

    /// <summary>When it opened; 0: it is closed.</summary>
    public double OpenedAt { get; private set; }

    public double OpenUntil { get; private set; }

    public LimitOutcome Cause { get; private set; }

    public CircuitPhase Phase(double now) => OpenedAt == 0 ? CircuitPhase.Closed : now < OpenUntil ? CircuitPhase.Open : CircuitPhase.HalfOpen;

    /// <summary>Milliseconds until a call may be sent; 0: now.</summary>
    public double WaitFor(double now)
    {
        if (OpenedAt == 0) return 0;
        return Math.Max(0, Math.Max(OpenUntil, probeUntil) - now);
    }

    /// <summary>A call is sent.</summary>
    public void Sent(long permit, double now)
    {
        if (OpenedAt > 0) (probe, probeUntil) = (permit, now + LimitPolicy.PermitTime.TotalMilliseconds);
    }

    /// <summary>The probe is still on its way.</summary>
    public void Renew(IReadOnlyList<long> held, double now)
    {
        if (probeUntil > 0 && held.Contains(probe)) Sent(probe, now);
    }

    public void Learn(LimitOutcome outcome, LimitPermit permit, double now)
    {
        var probed = OpenedAt > 0 && probeUntil > 0 && permit.Number == probe;
        if (probed) probeUntil = 0;
        switch (outcome)
        {
            case LimitOutcome.Succeeded or LimitOutcome.Answered:
                lastSuccess = now;
                if (OpenedAt == 0 || probed) (failures, openings, OpenedAt, OpenUntil) = (0, 0, 0, 0);
                break;
            case LimitOutcome.Throttled when probed:
                (failures, openings, OpenedAt, OpenUntil) = (0, 0, 0, 0);
                break;
            case LimitOutcome.Failed or LimitOutcome.TimedOut or LimitOutcome.Denied when probed:
                (Cause, OpenUntil) = (outcome, now + Pause());
                break;
            case LimitOutcome.Failed or LimitOutcome.TimedOut or LimitOutcome.Denied when OpenedAt == 0 && permit.TakenAt >= lastSuccess:
                failures++;
                if (failures < (outcome == LimitOutcome.Denied ? LimitPolicy.DenialsToOpen : LimitPolicy.FailuresToOpen)) break;
                (Cause, OpenedAt, OpenUntil) = (outcome, now, now + Pause());
                break;
        }
    }

    private double Pause() => Math.Min(LimitPolicy.LongestOpen, LimitPolicy.FirstOpen * Math.Pow(2, openings++));
}
