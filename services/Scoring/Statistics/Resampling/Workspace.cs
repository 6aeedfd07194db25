namespace MedHelm.Scoring.Statistics.Resampling;

/// <summary>Room that one thread uses again for every resample.</summary>
/// <param name="units">Most units of a stratum.</param>
/// <param name="stride">Longest row of lanes.</param>
/// <param name="models">How many models, or pairs of them.</param>
internal sealed class Workspace(int units, int stride, int models)
{
    internal int[] Drawn { get; } = new int[units];

    internal ulong[] Bits { get; } = new ulong[(units + 63) / 64];

    internal double[] Totals { get; } = new double[2 * stride];

    internal double[] Cells { get; } = new double[models];

    internal int[] Counts { get; } = new int[models];

    internal int[] Lanes { get; } = new int[models];
}
