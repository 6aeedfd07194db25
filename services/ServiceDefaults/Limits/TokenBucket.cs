namespace MedHelm.ServiceDefaults.Limits;

/// <summary>
/// A limit a minute. It holds a second's worth, and fills a little slower than the limit says, so that the full bucket and
/// what flows in during a minute are together no more than the limit.
/// </summary>
internal struct TokenBucket
{
    private double level;
    private double filledAt;
    private bool known;

    /// <summary>Milliseconds until a call of this size fits; 0: it fits now.</summary>
    public double WaitFor(double size, double perMinute, double now)
    {
        if (perMinute <= 0) return 0;
        var capacity = Capacity(perMinute);
        level = known ? Math.Min(capacity, level + Math.Max(0, now - filledAt) * Rate(perMinute)) : capacity;
        (known, filledAt) = (true, now);
        var missing = Math.Min(size, capacity) - level;
        return missing <= 1e-6 ? 0 : missing / Rate(perMinute);
    }

    /// <summary>Takes what fits, into debt when the call is larger than the bucket.</summary>
    public void Take(double size, double perMinute)
    {
        if (perMinute > 0) level -= size;
    }

    private static double Capacity(double perMinute) => Math.Max(1, perMinute / 60);

    private static double Rate(double perMinute) => (perMinute - Capacity(perMinute) + 1) / 60_000;
}
