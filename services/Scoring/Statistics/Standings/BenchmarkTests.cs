using MedHelm.Scoring.Statistics.Aggregates;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>Permutation tests of every pair of models that exchange the two models benchmark by benchmark: for when benchmarks are what is drawn.</summary>
internal sealed class BenchmarkTests : IOverallTests
{
    private readonly FlipTallies macro;
    private readonly FlipTallies wins;
    private readonly int[] used;
    private readonly double[] errors;
    private readonly int rounds;

    internal BenchmarkTests(CellGrid grid, ResamplingSettings settings, ParallelWork work)
    {
        rounds = settings.Resamples;
        var parts = new BenchmarkDifferences(grid);
        used = parts.Used;
        errors = parts.MacroErrors();
        macro = new FlipTallies(parts.Sum(parts.Macro, null), parts.Rounding);
        wins = new FlipTallies(parts.Sum(parts.Wins, null), new double[used.Length]);
        work.ForEach(rounds, () => (Signs: new double[grid.Scales.Length], Macro: new int[used.Length], Wins: new int[used.Length]), (round, space) =>
        {
            var random = new RandomStream(settings.Seed, Purposes.BenchmarkFlips, (ulong)round);
            foreach (ref var sign in space.Signs.AsSpan()) sign = random.Next() >> 63 == 0 ? 1 : -1;
            macro.Count(parts.Sum(parts.Macro, space.Signs), space.Macro);
            wins.Count(parts.Sum(parts.Wins, space.Signs), space.Wins);
        }, space =>
        {
            macro.Add(space.Macro);
            wins.Add(space.Wins);
        });
    }

    public double MacroP(int pair) => used[pair] == 0 ? double.NaN : macro.P(pair, rounds);

    public double WinP(int pair) => used[pair] == 0 ? double.NaN : wins.P(pair, rounds);

    public double MacroDifference(int pair) => macro.Observed[pair];

    public double WinDifference(int pair) => wins.Observed[pair];

    public double MacroError(int pair) => errors[pair];

    public int Units(int pair) => used[pair];
}
