using System.Runtime.InteropServices;

namespace MedHelm.Scoring.Statistics;

/// <summary>
/// The sum of doubles, correctly rounded (Shewchuk 1997, "Adaptive precision floating-point arithmetic", as in Python's
/// math.fsum). The order of the values cannot change it, so models with the same scores tie whatever came first.
/// </summary>
internal static class ExactSum
{
    // Enough for almost any data; more are possible, and then the parts move to an array.
    private const int UsualParts = 32;

    internal static double Of(IEnumerable<double> values) => values switch
    {
        double[] array => Of(array.AsSpan()),
        List<double> list => Of(CollectionsMarshal.AsSpan(list)),
        _ => Of([.. values]),
    };

    internal static double Of(ReadOnlySpan<double> values)
    {
        // Non-overlapping parts whose exact sum is the exact sum of the values so far, by rising magnitude.
        Span<double> parts = stackalloc double[UsualParts];
        var count = 0;
        foreach (var value in values)
        {
            var x = value;
            var kept = 0;
            for (var i = 0; i < count; i++)
            {
                var y = parts[i];
                if (Math.Abs(x) < Math.Abs(y)) (x, y) = (y, x);
                var high = x + y;
                var low = y - (high - x);
                if (low != 0) parts[kept++] = low;
                x = high;
            }
            if (kept == parts.Length) parts = Grown(parts);
            parts[kept] = x;
            count = kept + 1;
        }
        return Round(parts[..count]);
    }

    private static double[] Grown(ReadOnlySpan<double> parts)
    {
        var grown = new double[parts.Length * 2];
        parts.CopyTo(grown);
        return grown;
    }

    private static double Round(ReadOnlySpan<double> parts)
    {
        if (parts.Length == 0) return 0;
        var last = parts.Length - 1;
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
