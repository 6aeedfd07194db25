namespace MedHelm.Catalog.Datasets;

/// <summary>
/// HELM's down-sampling: the first k of the permutation of 0..n-1 that NumPy's legacy generator draws from seed 0
/// (HELM, max_eval_instances). The drawn order is kept.
/// </summary>
public static class HelmSampling
{
    /// <summary>Positions in draw order; 0..n-1 in their own order when k is at least n.</summary>
    public static int[] Pick(int n, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        var positions = new int[n];
        for (var i = 0; i < n; i++)
            positions[i] = i;
        if (k >= n)
            return positions;
        var random = new MersenneTwister(seed: 0);
        for (var i = n - 1; i > 0; i--)
        {
            var j = (int)Draw(random, (uint)i);
            (positions[i], positions[j]) = (positions[j], positions[i]);
        }

        return positions[..k];
    }

    // Uniform on 0..max: as many low bits as max has, drawn again while above it.
    private static uint Draw(MersenneTwister random, uint max)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(max);
        uint value;
        do
        {
            value = random.Next() & mask;
        }
        while (value > max);
        return value;
    }
}
