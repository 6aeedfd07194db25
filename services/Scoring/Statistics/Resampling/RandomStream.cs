using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MedHelm.Scoring.Statistics.Resampling;

/// <summary>
/// A stream of random numbers that its seed and its place name completely (xoshiro256**, Blackman and Vigna 2021, seeded by
/// SplitMix64). Every resample has a stream of its own, so that results do not depend on which thread made which.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RandomStream
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    /// <param name="seed">The recorded seed.</param>
    /// <param name="purpose">Keeps streams for different ends apart, such as the columns of a table.</param>
    /// <param name="index">Which of the streams for that end, such as the number of the resample.</param>
    internal RandomStream(ulong seed, ulong purpose, ulong index)
    {
        // One after the other, so that neighbouring seeds, purposes and indices do not lead to neighbouring states.
        var state = Mix(Mix(Mix(seed) + purpose) + index);
        s0 = Mix(state);
        s1 = Mix(state += Golden);
        s2 = Mix(state += Golden);
        s3 = Mix(state + Golden);
    }

    private const ulong Golden = 0x9E3779B97F4A7C15;

    internal ulong Next()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A whole number from 0 to below <paramref name="bound"/>; the bias, bound / 2^64, is far below what any resampling shows.</summary>
    internal int Next(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Fills with whole numbers from 0 to below <paramref name="bound"/>, each times <paramref name="step"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Fill(Span<int> numbers, int bound, int step)
    {
        // Two from each word while that costs no more bias than 1 / 65,536 of a share.
        if (bound > 1 << 16)
        {
            foreach (ref var number in numbers) number = Next(bound) * step;
            return;
        }
        var (copy, n, by) = (this, (ulong)bound, (ulong)step);
        var i = 0;
        for (; i + 1 < numbers.Length; i += 2)
        {
            var word = copy.Next();
            numbers[i] = (int)(((word >> 32) * n >> 32) * by);
            numbers[i + 1] = (int)(((word & uint.MaxValue) * n >> 32) * by);
        }
        if (i < numbers.Length) numbers[i] = (int)(((copy.Next() >> 32) * n >> 32) * by);
        this = copy;
    }

    /// <summary>From 0 to below 1.</summary>
    internal double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong x)
    {
        x += Golden;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
