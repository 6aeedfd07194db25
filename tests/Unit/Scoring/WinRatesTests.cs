using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Aggregates;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class WinRatesTests
{
    private static readonly WinConvention[] Conventions = [WinConvention.Strict, WinConvention.TiesHalf, WinConvention.AtLeast];

    [Fact]
    public void Strict_and_at_least_lie_evenly_around_ties_half_and_average_one_with_one_another()
    {
        var random = new Random(31);
        for (var trial = 0; trial < 100; trial++)
        {
            var (cells, scales, models) = Grid(random, missing: trial % 2);
            var (strict, half, atLeast) = (Rates(cells, scales, models, WinConvention.Strict), Rates(cells, scales, models, WinConvention.TiesHalf), Rates(cells, scales, models, WinConvention.AtLeast));
            for (var m = 0; m < models; m++) Assert.Equal(half[m], (strict[m] + atLeast[m]) / 2, 12);
            if (trial % 2 > 0) continue;
            Assert.Equal(0.5, half.Average(), 12);
            Assert.Equal(1, strict.Average() + atLeast.Average(), 12);
        }
    }

    [Fact]
    public void The_order_of_columns_changes_no_bit_even_where_cells_are_missing()
    {
        var random = new Random(32);
        for (var trial = 0; trial < 100; trial++)
        {
            var (cells, scales, models) = Grid(random, missing: 1);
            var order = Enumerable.Range(0, scales.Length).ToArray();
            random.Shuffle(order);
            var shuffled = order.SelectMany(c => cells.Skip(c * models).Take(models)).ToArray();
            ColumnScale[] moved = [.. order.Select(c => scales[c])];
            foreach (var convention in Conventions)
            {
                Assert.Equal(Rates(cells, scales, models, convention), Rates(shuffled, moved, models, convention));
                Assert.Equal(Deviations(cells, scales, models, convention), Deviations(shuffled, moved, models, convention));
            }
            Assert.Equal(Macros(cells, scales, models), Macros(shuffled, moved, models));
        }
    }

    [Fact]
    public void A_better_mean_never_lowers_the_win_rate_or_raises_that_of_another()
    {
        var random = new Random(33);
        for (var trial = 0; trial < 200; trial++)
        {
            var (cells, scales, models) = Grid(random, missing: 0);
            var at = random.Next(cells.Length);
            double[] better = [.. cells];
            better[at] += scales[at / models].LowerIsBetter ? -0.25 : 0.25;
            foreach (var convention in Conventions)
            {
                var (before, after) = (Rates(cells, scales, models, convention), Rates(better, scales, models, convention));
                for (var m = 0; m < models; m++)
                    Assert.True(m == at % models ? after[m] >= before[m] : after[m] <= before[m], $"model {m} of {models} went from {before[m]} to {after[m]}");
            }
        }
    }

    [Fact]
    public void Without_an_opponent_there_is_no_win_rate()
    {
        Assert.Equal([double.NaN], Rates([0.5], [new ColumnScale(false, 0, 1, false)], 1, WinConvention.TiesHalf));
        Assert.Equal([double.NaN, double.NaN], Rates([0.5, double.NaN], [new ColumnScale(false, 0, 1, false)], 2, WinConvention.TiesHalf));
        Assert.Equal([double.NaN, double.NaN], Rates([], [], 2, WinConvention.Strict));
    }

    [Fact]
    public void Statistics_of_a_table_leave_no_garbage()
    {
        var random = new Random(34);
        var scales = Enumerable.Repeat(new ColumnScale(false, 0, 1, false), 37).ToArray();
        double[] cells = [.. Enumerable.Range(0, 9 * 37).Select(_ => random.NextDouble())];
        var results = new double[9];
        Compute();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Compute();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Compute()
        {
            WinRates.Compute(cells, scales, WinConvention.TiesHalf, results);
            WinDeviations.Compute(cells, scales, WinConvention.Strict, Deviation.Population, results);
            MacroAverages.Compute(cells, scales, Rescaling.Range, results);
        }
    }

    private static (double[] Cells, ColumnScale[] Scales, int Models) Grid(Random random, int missing)
    {
        var (models, columns) = (random.Next(2, 9), random.Next(1, 12));
        ColumnScale[] scales = [.. Enumerable.Range(0, columns).Select(_ => new ColumnScale(random.Next(2) == 0, 0, 1, false))];
        double[] cells = [.. Enumerable.Range(0, models * columns).Select(_ => missing > 0 && random.Next(5) == 0 ? double.NaN : random.Next(0, 5) / 4.0)];
        return (cells, scales, models);
    }

    private static double[] Rates(double[] cells, ColumnScale[] scales, int models, WinConvention convention)
    {
        var rates = new double[models];
        WinRates.Compute(cells, scales, convention, rates);
        return rates;
    }

    private static double[] Deviations(double[] cells, ColumnScale[] scales, int models, WinConvention convention)
    {
        var deviations = new double[models];
        WinDeviations.Compute(cells, scales, convention, Deviation.Population, deviations);
        return deviations;
    }

    private static double[] Macros(double[] cells, ColumnScale[] scales, int models)
    {
        var averages = new double[models];
        MacroAverages.Compute(cells, scales, Rescaling.Range, averages);
        return averages;
    }
}
