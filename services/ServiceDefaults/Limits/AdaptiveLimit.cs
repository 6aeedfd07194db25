namespace MedHelm.ServiceDefaults.Limits;

/// <summary>How many calls the callee bears at once, found by trying: doubling at first, then careful steps up and wide ones down.</summary>
internal sealed class AdaptiveLimit
{
    private double limit = double.NaN;
    private bool slowStart = true;
    private double loweredAt;
    private int rounds;

    public double PausedUntil { get; private set; }

    public LimitReason PauseReason { get; private set; }

    /// <summary>The limit, never above the maximum.</summary>
    public double Of(int max)
    {
        if (double.IsNaN(limit)) limit = Math.Max(LimitPolicy.FirstLimit, Math.Ceiling(max / 4.0));
        return limit = Math.Clamp(limit, 1, max);
    }

    /// <summary>Looks for a new maximum as quickly as at the beginning.</summary>
    public void StartAgain() => slowStart = true;

    public void Succeeded(double takenAt, int inFlight, int max)
    {
        if (takenAt > loweredAt) rounds = 0;
        // A limit that is not used says nothing about a higher one.
        if (inFlight * 2 < Of(max)) return;
        limit = Math.Min(max, limit + (slowStart ? 1 : Math.Max(1, max / LimitPolicy.RoundsToMax) / limit));
        if (limit >= max) slowStart = false;
    }

    public void Throttled(double takenAt, double now, int max)
    {
        // Calls sent before the last step down were refused for the old limit's sake.
        if (takenAt <= loweredAt) return;
        limit = Math.Max(1, Of(max) * LimitPolicy.Decrease);
        (slowStart, loweredAt) = (false, now);
        Pause(now + Math.Min(LimitPolicy.LongestBackOff, LimitPolicy.FirstBackOff * Math.Pow(2, rounds++)), LimitReason.BackOff);
    }

    public void Pause(double until, LimitReason reason)
    {
        if (until > PausedUntil) (PausedUntil, PauseReason) = (until, reason);
    }
}
