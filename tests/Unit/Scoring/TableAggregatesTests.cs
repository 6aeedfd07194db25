using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Aggregates;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class TableAggregatesTests
{
    [Fact]
    public void Means_are_plain_and_rescaled_by_the_range()
    {
        var cell = Assert.Single(TableAggregates.Of(Table(Column("a", 1, 5, ("m", [2, 3, 4.5])))).Cells);
        Assert.Equal((9.5 / 3, (9.5 / 3 - 1) / 4, 3), (cell.Mean, cell.Rescaled, cell.Scored));
    }

    [Fact]
    public void With_sub_runs_a_cell_is_the_mean_of_their_means_whatever_their_sizes()
    {
        var column = Column("a", 0, 1, ("m", [1, 0, 0, 0, 1]));
        column.Models[0].Subsets.Add(["x", "y", "y", "y", "y"]);
        var cell = Assert.Single(TableAggregates.Of(Table(column)).Cells);
        Assert.Equal((0.625, 5), (cell.Mean, cell.Scored));
        Assert.Equal([("x", 1.0, 1), ("y", 0.25, 4)], cell.Subsets.Select(subset => (subset.Subset, subset.Mean, subset.Scored)));
    }

    [Fact]
    public void A_tie_counts_half_a_win()
    {
        var standing = TableAggregates.Of(Table(Column("a", 0, 1, ("x", [1]), ("y", [1]), ("z", [0]))));
        Assert.Equal([("x", 0.75), ("y", 0.75), ("z", 0)], standing.Models.Select(m => (m.Model, m.WinRate)));
    }

    [Fact]
    public void Lower_is_better_turns_wins_around()
    {
        var column = Column("a", 0, 1, ("x", [1]), ("y", [0]));
        column.Direction = Direction.LowerIsBetter;
        Assert.Equal([("y", 1.0), ("x", 0.0)], TableAggregates.Of(Table(column)).Models.Select(m => (m.Model, m.WinRate)));
    }

    [Fact]
    public void A_missing_cell_is_left_out_and_not_a_defeat()
    {
        var standing = TableAggregates.Of(Table(Column("a", 0, 1, ("x", [1]), ("y", [0])), Column("b", 0, 1, ("x", []), ("y", [1]), ("z", [0]))));
        Assert.Equal([("x", 1.0, 1), ("y", 0.5, 2), ("z", 0.0, 1)], standing.Models.Select(m => (m.Model, m.WinRate, m.Benchmarks)));
    }

    [Fact]
    public void What_is_undefined_is_absent()
    {
        var alone = Assert.Single(TableAggregates.Of(Table(Column("a", 0, 1, ("x", [0.5])))).Models);
        Assert.False(alone.HasWinRate);
        Assert.Equal(0.5, alone.MacroAverage);
        Assert.False(alone.HasMacroSd);

        var nothing = Assert.Single(TableAggregates.Of(Table(Column("a", 0, 1, ("x", [])))).Models);
        Assert.Equal((false, false, false, 0), (nothing.HasWinRate, nothing.HasMacroAverage, nothing.HasMacroSd, nothing.Benchmarks));
    }

    [Fact]
    public void Macro_average_and_sample_deviation_are_over_benchmarks_whatever_their_size()
    {
        var model = Assert.Single(TableAggregates.Of(Table(Column("a", 0, 1, ("x", [1, 1, 1, 1])), Column("b", 1, 5, ("x", [2])), Column("c", 0, 1, ("x", [0, 0.5])))).Models);
        Assert.Equal(0.5, model.MacroAverage);
        Assert.Equal(Math.Sqrt((0.25 + 0.0625 + 0.0625) / 2), model.MacroSd, 15);
    }

    [Fact]
    public void Models_are_sorted_by_win_rate_then_macro_average_then_id()
    {
        var standing = TableAggregates.Of(Table(
            Column("a", 0, 1, ("d", [0.2]), ("c", [0.2]), ("b", [0.9]), ("alone", [])),
            Column("b", 0, 1, ("alone", [1]))));
        Assert.Equal(["b", "c", "d", "alone"], standing.Models.Select(m => m.Model));
    }

    [Fact]
    public void Win_rates_average_one_half_and_no_order_of_models_columns_or_values_matters()
    {
        var random = new Random(20);
        for (var trial = 0; trial < 50; trial++)
        {
            var table = Random(random, models: random.Next(2, 8), columns: random.Next(1, 9));
            var standing = TableAggregates.Of(table);
            Assert.Equal(0.5, standing.Models.Average(m => m.WinRate), 12);
            Assert.Equal(standing.Models, TableAggregates.Of(Shuffled(table, random)).Models);
        }
    }

    [Fact]
    public void A_better_answer_never_lowers_a_win_rate()
    {
        var random = new Random(21);
        for (var trial = 0; trial < 50; trial++)
        {
            var table = Random(random, models: 4, columns: 3);
            var before = WinRateOf("m0", table);
            var values = table.Columns[0].Models.Single(m => m.Model == "m0").Values;
            values[0] = 1;
            Assert.True(WinRateOf("m0", table) >= before);
        }
    }

    private static double WinRateOf(string model, AggregateRequest table) => TableAggregates.Of(table).Models.Single(m => m.Model == model).WinRate;

    private static AggregateRequest Random(Random random, int models, int columns) => Table([.. Enumerable.Range(0, columns).Select(c =>
        Column($"b{c}", 0, 1, [.. Enumerable.Range(0, models).Select(m => ($"m{m}", Enumerable.Range(0, 6).Select(_ => random.Next(0, 4) / 3.0).ToArray()))]))]);

    private static AggregateRequest Shuffled(AggregateRequest table, Random random)
    {
        var shuffled = Table(Shuffle(table.Clone().Columns, random));
        foreach (var column in shuffled.Columns)
        {
            var models = Shuffle(column.Models, random);
            foreach (var model in models)
            {
                var values = Shuffle(model.Values, random);
                model.Values.Clear();
                model.Values.Add(values);
            }
            column.Models.Clear();
            column.Models.Add(models);
        }
        return shuffled;
    }

    private static T[] Shuffle<T>(IEnumerable<T> items, Random random)
    {
        T[] shuffled = [.. items];
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static AggregateRequest Table(params AggregateColumn[] columns) => new() { Columns = { columns } };

    private static AggregateColumn Column(string benchmark, double min, double max, params (string Model, double[] Values)[] models) => new()
    {
        Benchmark = benchmark,
        Direction = Direction.HigherIsBetter,
        RangeMin = min,
        RangeMax = max,
        Models = { models.Select(m => new AggregateValues { Model = m.Model, Values = { m.Values } }) },
    };
}
