namespace MedHelm.Scoring.Statistics;

/// <summary>
/// The sum of doubles, correctly rounded (Shewchuk 1997, "Adaptive precision floating-point arithmetic", as in Python's
/// math.fsum). The order of the values cannot change it, so models with the same scores tie whatever came first.
/// </summary>
internal static class ExactSum
{
    internal static double Of(IEnumerable<double> values)
    {
        // Non-overlapping parts whose exact sum is the exact sum of the values so far, by rising magnitude.
        var parts = new List<double>();
        foreach (var value in values)
        {
            var x = value;
            var kept = 0;
            for (var i = 0; i < parts.Count; i++)
            {
                var y = parts[i];
                if (Math.Abs(x) < Math.Abs(y)) (x, y) = (y, x);
                var high = x + y;
                var low = y - (high - x);
                if (low != 0) parts[kept++] = low;
                x = high;
            }
            parts.RemoveRange(kept, parts.Count - kept);
            parts.Add(x);
        }
        return Round(parts);
    }

    private static double Round(List<double> parts)
    {
        if (parts.Count == 0) return 0;
        var last = parts.Count - 1;
        var high = parts[last];
        var low = 0.0;
        while (last > 0 && low == 0)
        {
            var x = high;
            var y = parts[--last];
            high = x + y;
            low = y - (high - x);
        }
        // Half-way cases round by the sign of what follows.
        if (last > 0 && Math.Sign(low) == Math.Sign(parts[last - 1]))
        {
            var twice = low * 2;
            var rounded = high + twice;
            if (rounded - high == twice) high = rounded;
        }
        return high;
    }
}
