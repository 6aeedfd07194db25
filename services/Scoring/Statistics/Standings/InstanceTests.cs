using MedHelm.Scoring.Statistics.Aggregates;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>
/// Permutation tests of every pair of models that exchange the two models' answers instance by instance (cluster by cluster): on each
/// benchmark, and over all benchmarks by macro-average and by win rate.
/// </summary>
internal sealed class InstanceTests : IOverallTests
{
    private readonly FlipTallies[] byColumn;
    private readonly FlipTallies macro;
    private readonly FlipTallies wins;
    private readonly int[] used;
    private readonly int[] units;
    private readonly double[] variances;
    private readonly int rounds;

    /// <param name="columns">The columns of the table.</param>
    /// <param name="spreads">By column and pair.</param>
    /// <param name="grid">Their means.</param>
    /// <param name="settings">Rounds and seed.</param>
    /// <param name="work">How it is spread over threads.</param>
    internal InstanceTests(IReadOnlyList<ColumnValues> columns, PairSpread[][] spreads, CellGrid grid, ResamplingSettings settings, ParallelWork work)
    {
        rounds = settings.Resamples;
        var models = grid.Models.Length;
        (int First, int Second)[] pairs = [.. Pairs.Of(models)];
        Flips = [.. columns.Select(column => new SignFlips(column))];
        byColumn = [.. Flips.Select(flips => new FlipTallies(flips.Observed, flips.Rounding))];
        (used, units, variances) = (new int[pairs.Length], new int[pairs.Length], new double[pairs.Length]);
        var (observedMacro, observedWins, rounding) = (new double[pairs.Length], new double[pairs.Length], new double[pairs.Length]);
        var (flippedMacro, flippedWins) = (new double[rounds * pairs.Length], new double[rounds * pairs.Length]);
        for (var c = 0; c < columns.Count; c++)
        {
            var exchange = new Exchange(columns[c], grid, c, Flips[c].Observed, pairs);
            for (var p = 0; p < pairs.Length; p++)
            {
                if (!exchange.Usable(p)) continue;
                used[p]++;
                units[p] += spreads[c][p].Units;
                var error = spreads[c][p].StandardError * exchange.Scale;
                variances[p] += error * error;
                rounding[p] += Flips[c].Rounding[p] * Math.Abs(exchange.Scale);
            }
            exchange.Add(Flips[c].Observed, observedMacro, observedWins);
            var (flips, tallies, purpose) = (Flips[c], byColumn[c], Purposes.Flips(columns[c].Column.Benchmark));
            work.ForEach(rounds, () => new Workspace(flips.Units, flips.Stride, pairs.Length), (round, space) =>
            {
                var random = new RandomStream(settings.Seed, purpose, (ulong)round);
                flips.Flip(ref random, space, space.Cells);
                tallies.Count(space.Cells, space.Counts);
                exchange.Add(space.Cells, flippedMacro.AsSpan(round * pairs.Length, pairs.Length), flippedWins.AsSpan(round * pairs.Length, pairs.Length));
            }, space => tallies.Add(space.Counts));
        }
        macro = new FlipTallies(observedMacro, rounding);
        wins = new FlipTallies(observedWins, new double[pairs.Length]);
        var (macroCounts, winCounts) = (new int[pairs.Length], new int[pairs.Length]);
        for (var r = 0; r < rounds; r++)
        {
            macro.Count(flippedMacro.AsSpan(r * pairs.Length, pairs.Length), macroCounts);
            wins.Count(flippedWins.AsSpan(r * pairs.Length, pairs.Length), winCounts);
        }
        macro.Add(macroCounts);
        wins.Add(winCounts);
    }

    /// <summary>By column.</summary>
    internal SignFlips[] Flips { get; }

    public double MacroP(int pair) => used[pair] == 0 ? double.NaN : macro.P(pair, rounds);

    public double WinP(int pair) => used[pair] == 0 ? double.NaN : wins.P(pair, rounds);

    public double MacroDifference(int pair) => macro.Observed[pair];

    public double WinDifference(int pair) => wins.Observed[pair];

    public double MacroError(int pair) => used[pair] == 0 ? double.NaN : Math.Sqrt(variances[pair]) / used[pair];

    public int Units(int pair) => units[pair];

    internal double ColumnP(int column, int pair) => byColumn[column].P(pair, rounds);
}
