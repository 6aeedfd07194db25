using System.Numerics;
using MedHelm.Scoring.Statistics.Aggregates;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>
/// The paired differences of one benchmark under random exchange of the two models in whole units (Fisher's randomisation test by sign
/// flips). All pairs share the flips, so that every pair's test is valid by itself and the pairs keep their dependence.
/// </summary>
internal sealed class SignFlips
{
    private readonly double[] rows;
    private readonly double[] totals;
    private readonly int models;
    private readonly int units;
    private readonly bool byModel;

    /// <param name="column">Its values are aligned, or no pair has a difference.</param>
    internal SignFlips(ColumnValues column)
    {
        models = column.Values.Length;
        units = column.UnitCount;
        // With every value there, the difference of any pair follows from the models' own sums.
        byModel = column.Aligned && Array.TrueForAll(column.Values, row => row is not null && !Array.Exists(row, double.IsNaN));
        Stride = LaneSums.Stride(byModel ? models : Pairs.CountOf(models));
        rows = new double[units * Stride];
        var sizes = new double[Stride];
        if (byModel) AddModels(column, sizes);
        else AddPairs(column, sizes);
        totals = new double[Stride];
        for (var unit = 0; unit < units; unit++)
            for (var lane = 0; lane < Stride; lane++) totals[lane] += rows[unit * Stride + lane];
        Observed = new double[Pairs.CountOf(models)];
        Differences(totals, Observed);
        Rounding = [.. Pairs.Of(models).Select((pair, at) => WinRates.Rounding * (byModel ? Math.Max(sizes[pair.First], sizes[pair.Second]) : sizes[at]))];
    }

    internal int Stride { get; }

    internal int Units => units;

    /// <summary>The mean difference of each pair over its common instances; with sub-runs the plain mean of theirs.</summary>
    internal double[] Observed { get; }

    /// <summary>What of a pair's difference may be rounding.</summary>
    internal double[] Rounding { get; }

    /// <summary>The differences after one round of flips, by pair.</summary>
    internal void Flip(ref RandomStream random, Workspace space, Span<double> differences)
    {
        var bits = space.Bits.AsSpan(0, (units + 63) / 64);
        foreach (ref var word in bits) word = random.Next();
        if (units % 64 != 0 && bits.Length > 0) bits[^1] &= (1UL << (units % 64)) - 1;
        var marked = space.Totals.AsSpan(0, Stride);
        LaneSums.OfMarked(rows, bits, marked);
        // What is not marked changes its sign.
        for (var lane = 0; lane < Stride; lane++) marked[lane] = 2 * marked[lane] - totals[lane];
        Differences(marked, differences);
    }

    private void Differences(ReadOnlySpan<double> lanes, Span<double> differences)
    {
        var pair = 0;
        for (var first = 0; first < models; first++)
            for (var second = first + 1; second < models; second++, pair++)
                differences[pair] = Difference(lanes, first, second, pair);
    }

    private double Difference(ReadOnlySpan<double> lanes, int first, int second, int pair) => byModel ? lanes[first] - lanes[second] : lanes[pair];

    private void AddModels(ColumnValues column, double[] sizes)
    {
        var weights = Weights(column, [.. Enumerable.Range(0, column.Instances)]);
        for (var i = 0; i < column.Instances; i++)
        {
            for (var m = 0; m < models; m++)
            {
                var share = weights[column.Groups[i]] * column.Values[m]![i];
                rows[column.Units[i] * Stride + m] += share;
                sizes[m] += Math.Abs(share);
            }
        }
    }

    private void AddPairs(ColumnValues column, double[] sizes)
    {
        var pair = 0;
        for (var first = 0; first < models; first++)
        {
            for (var second = first + 1; second < models; second++, pair++)
            {
                var common = column.Common(first, second);
                var weights = Weights(column, common);
                foreach (var i in common)
                {
                    var (weight, one, other) = (weights[column.Groups[i]], column.Values[first]![i], column.Values[second]![i]);
                    rows[column.Units[i] * Stride + pair] += weight * (one - other);
                    sizes[pair] += weight * Math.Max(Math.Abs(one), Math.Abs(other));
                }
            }
        }
    }

    /// <summary>What an instance of each sub-run weighs in a mean of the sub-runs' means.</summary>
    private static double[] Weights(ColumnValues column, int[] instances)
    {
        var sizes = new int[column.GroupCount];
        foreach (var i in instances) sizes[column.Groups[i]]++;
        var groups = sizes.Count(size => size > 0);
        return [.. sizes.Select(size => size == 0 ? 0 : 1.0 / size / groups)];
    }
}
