using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Resampling;

/// <summary>
/// The bootstrap of several statistics of the same items on the same resamples. Units are drawn whole, with all their items and with
/// the ratings these lack; an item counts as often as its unit was drawn, so nothing is copied or sorted anew.
/// </summary>
internal sealed class JointBootstrap
{
    private readonly ResamplingSettings settings;
    private readonly double[] values;
    private readonly double[][] replicates;
    private readonly double[][] jackknife;

    /// <param name="units">The units of the items.</param>
    /// <param name="settings">Level, method, resamples and seed.</param>
    /// <param name="purpose">Names the streams, see <see cref="RandomStream"/>.</param>
    /// <param name="statistics">The statistics of the items.</param>
    /// <param name="work">How many threads at most, and what stops them. The numbers do not depend on it.</param>
    internal JointBootstrap(Units units, ResamplingSettings settings, ulong purpose, IReadOnlyList<IItemStatistics> statistics, ParallelOptions work)
    {
        this.settings = settings;
        var count = statistics.Sum(s => s.Count);
        var all = new int[units.OfItem.Length];
        Array.Fill(all, 1);
        values = new double[count];
        Measure(statistics, all, values);
        replicates = Table(count, units.Count < 2 ? 0 : settings.Resamples);
        jackknife = Table(count, units.Count < 2 || settings.Method != IntervalMethod.Bca ? 0 : units.Count);
        Fill(replicates, (resample, drawn) =>
        {
            var random = new RandomStream(settings.Seed, purpose, (ulong)resample);
            for (var i = 0; i < drawn.Length; i++) drawn[random.Next(drawn.Length)]++;
        });
        Fill(jackknife, (left, drawn) =>
        {
            Array.Fill(drawn, 1);
            drawn[left] = 0;
        });

        void Fill(double[][] table, Action<int, int[]> draw) =>
            Parallel.For(0, count == 0 ? 0 : table[0].Length, work, () => (Drawn: new int[units.Count], Weights: new int[units.OfItem.Length], Row: new double[count]), (index, _, room) =>
            {
                Array.Clear(room.Drawn);
                draw(index, room.Drawn);
                for (var i = 0; i < room.Weights.Length; i++) room.Weights[i] = room.Drawn[units.OfItem[i]];
                Measure(statistics, room.Weights, room.Row);
                for (var s = 0; s < count; s++) table[s][index] = room.Row[s];
                return room;
            }, _ => { });
    }

    /// <summary>A statistic of the items themselves, by its place among all; NaN where undefined.</summary>
    internal double Value(int statistic) => values[statistic];

    /// <summary>A statistic with its interval.</summary>
    /// <param name="statistic">Its place among all.</param>
    /// <param name="units">Independent units it rests on.</param>
    /// <param name="undefined">Why it is undefined, where it is.</param>
    internal Estimate Estimate(int statistic, int units, string undefined)
    {
        var value = values[statistic];
        if (double.IsNaN(value)) return Estimates.WithoutInterval(value, settings.Level, units, undefined);
        if (units < 2) return Estimates.WithoutInterval(value, settings.Level, units, Estimates.NeedsTwoUnits);
        return settings.Method == IntervalMethod.Bca
            ? Bootstrap.Bca(value, replicates[statistic], jackknife[statistic], settings, units)
            : Bootstrap.Percentile(value, replicates[statistic], settings, units);
    }

    private static void Measure(IReadOnlyList<IItemStatistics> statistics, ReadOnlySpan<int> weights, Span<double> row)
    {
        foreach (var statistic in statistics)
        {
            statistic.Measure(weights, row[..statistic.Count]);
            row = row[statistic.Count..];
        }
    }

    private static double[][] Table(int rows, int columns)
    {
        var table = new double[rows][];
        for (var row = 0; row < rows; row++) table[row] = new double[columns];
        return table;
    }
}
