using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Aggregates;
using MedHelm.Scoring.Statistics.Resampling;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class ConventionTests
{
    // Columns a and b of three models: x and y tie on a, x beats y on b, z loses everywhere.
    private static AggregateRequest Hand => CellTables.Of(("a", [("x", 0.8), ("y", 0.8), ("z", 0.2)]), ("b", [("x", 0.6), ("y", 0.4), ("z", 0.0)]));

    [Theory]
    [InlineData(WinConvention.Strict, 0.75, 0.5, 0.0)]
    [InlineData(WinConvention.TiesHalf, 0.875, 0.625, 0.0)]
    [InlineData(WinConvention.AtLeast, 1.0, 0.75, 0.0)]
    public void A_tie_counts_as_the_convention_says(WinConvention convention, double x, double y, double z) =>
        Assert.Equal([x, y, z], By(Hand, new() { WinRate = convention }, "x", "y", "z").Select(m => m.WinRate));

    [Theory]
    // Shares won: x beats y on 1/2 (strict), 3/4 (half), 2/2 (at least), and z on 2/2; means and squares by hand.
    [InlineData(WinConvention.Strict, Deviation.Population, 0.25)]
    [InlineData(WinConvention.Strict, Deviation.Sample, 0.35355339059327379)]
    [InlineData(WinConvention.TiesHalf, Deviation.Population, 0.125)]
    [InlineData(WinConvention.AtLeast, Deviation.Population, 0)]
    public void The_win_sd_is_over_opponents(WinConvention convention, Deviation divisor, double expected) =>
        Assert.Equal(expected, By(Hand, new() { WinSd = convention, WinSdDivisor = divisor }, "x")[0].WinSd, 15);

    [Fact]
    public void What_is_not_said_is_as_MedHELM_publishes_it_and_the_answer_names_it()
    {
        var said = new Conventions
        {
            WinRate = WinConvention.TiesHalf,
            WinSd = WinConvention.Strict,
            WinSdDivisor = Deviation.Population,
            MacroSdDivisor = Deviation.Sample,
            Rescaling = Rescaling.Range,
            MissingCells = MissingCells.Skipped,
        };
        var unsaid = TableAggregates.Of(Hand);
        Assert.Equal(said, unsaid.Conventions);
        Assert.Equal(unsaid, TableAggregates.Of(With(Hand, said)));
    }

    [Theory]
    [InlineData(Rescaling.Range, 0.25)]
    [InlineData(Rescaling.Maximum, 0.4)]
    public void Means_are_rescaled_by_range_or_by_maximum(Rescaling rescaling, double expected)
    {
        var table = CellTables.Of(("marks", [("x", 2.0)]));
        (table.Columns[0].RangeMin, table.Columns[0].RangeMax) = (1, 5);
        var aggregates = TableAggregates.Of(With(table, new() { Rescaling = rescaling }));
        Assert.Equal((expected, expected), (aggregates.Models[0].MacroAverage, aggregates.Cells[0].Rescaled));
    }

    [Theory]
    [InlineData(Deviation.Sample, 0.2)]
    [InlineData(Deviation.Population, 0.14142135623730951)]
    public void The_macro_deviation_has_the_divisor_that_was_asked_for(Deviation divisor, double expected)
    {
        var table = CellTables.Of(("a", [("x", 0.3)]), ("b", [("x", 0.3 + 0.2 * Math.Sqrt(2))]));
        Assert.Equal(expected, By(table, new() { MacroSdDivisor = divisor }, "x")[0].MacroSd, 15);
    }

    [Fact]
    public void A_missing_cell_is_skipped_or_counts_as_the_worst_or_takes_its_column_out()
    {
        var table = CellTables.Of(("a", [("x", 0.8), ("y", 0.4)]), ("b", [("x", 0.6)]), ("down", [("y", 0.5)]));
        table.Columns[2].Direction = Direction.LowerIsBetter;

        var skipped = By(table, new() { MissingCells = MissingCells.Skipped }, "x", "y");
        Assert.Equal([(1.0, 0.7, 2), (0.0, 0.45, 2)], skipped.Select(m => (m.WinRate, m.MacroAverage, m.Benchmarks)));

        // On b the missing y is 0; on down, where less is better, the missing x is 1, which rescales to 0 as any worst value does.
        var worst = By(table, new() { MissingCells = MissingCells.Worst }, "x", "y");
        Assert.Equal([2.0 / 3, 1.0 / 3], worst.Select(m => m.WinRate));
        Assert.Equal([Math.Round(1.4 / 3, 12), 0.3], worst.Select(m => Math.Round(m.MacroAverage, 12)));
        Assert.Equal([2, 2], worst.Select(m => m.Benchmarks));

        var leftOut = By(table, new() { MissingCells = MissingCells.BenchmarkLeftOut }, "x", "y");
        Assert.Equal([(1.0, 0.8, 1), (0.0, 0.4, 1)], leftOut.Select(m => (m.WinRate, m.MacroAverage, m.Benchmarks)));
    }

    [Fact]
    public void The_mean_of_a_clipped_column_is_cut_to_its_range_and_that_of_another_is_not_touched()
    {
        var table = CellTables.Of(("points", [("x", -0.5), ("y", 0.25)]));
        table.Columns[0].Clipped = true;
        table.Columns[0].Models[1].Values.Add(-0.05);
        var cells = TableAggregates.Of(table).Cells;
        Assert.Equal([0.0, 0.1], cells.Select(cell => Math.Round(cell.Mean, 15)));
        Assert.Equal([0.0, 0.1], cells.Select(cell => Math.Round(cell.Rescaled, 15)));
    }

    [Fact]
    public void Sub_runs_of_a_clipped_column_are_averaged_before_the_mean_is_cut_so_that_scores_and_leaderboard_show_one_mean()
    {
        double[] values = [-1, 0.8, 0.6];
        string[] subsets = ["first", "second", "second"];
        var table = CellTables.Of(("points", [("x", -1)]));
        table.Columns[0].Clipped = true;
        table.Columns[0].Models[0] = new AggregateValues { Model = "x", Values = { values }, Subsets = { subsets } };

        var cell = TableAggregates.Of(table).Cells[0];

        Assert.Equal([-1, 0.7], cell.Subsets.Select(subset => subset.Mean));
        Assert.Equal(0, cell.Mean);
    }

    [Fact]
    public void Category_means_weigh_benchmarks_alike_and_beside_them_subcategories_alike()
    {
        var table = CellTables.Of(("a", [("x", 0.1)]), ("b", [("x", 0.3)]), ("c", [("x", 0.8)]), ("d", [("y", 1.0)]), ("none", [("x", 0.9)]));
        foreach (var (column, category, subcategory) in new[] { (0, "C", "s"), (1, "C", "s"), (2, "C", "t"), (3, "D", "") })
            (table.Columns[column].Category, table.Columns[column].Subcategory) = (category, subcategory);

        var x = By(table, new(), "x")[0];

        Assert.Equal(["C", "D"], x.Categories.Select(c => c.Name));
        Assert.Equal((0.4, 0.5, 3), (Math.Round(x.Categories[0].Mean, 15), Math.Round(x.Categories[0].MeanOfSubcategories, 15), x.Categories[0].Benchmarks));
        Assert.Equal((false, false, 0), (x.Categories[1].HasMean, x.Categories[1].HasMeanOfSubcategories, x.Categories[1].Benchmarks));
        Assert.Equal([("s", 0.2, 2), ("t", 0.8, 1)], x.Subcategories.Select(s => (s.Name, Math.Round(s.Mean, 15), s.Benchmarks)));
    }

    [Fact]
    public void Coverage_is_summed_over_columns_and_reasons()
    {
        var table = CellTables.Of(("a", [("x", 0.1)]), ("b", [("x", 0.3)]));
        table.Columns[0].Models[0].Planned = 5;
        table.Columns[0].Models[0].Unscored.Add([new UnscoredTally { Reason = "no_completion", Count = 3 }, new UnscoredTally { Reason = "no_choice", Count = 1 }]);
        table.Columns[1].Models[0].Planned = 3;
        table.Columns[1].Models[0].Unscored.Add(new UnscoredTally { Reason = "no_completion", Count = 1 });

        var aggregates = TableAggregates.Of(table);

        var x = aggregates.Models[0];
        Assert.Equal((8, 2), (x.Planned, x.Scored));
        Assert.Equal([("no_choice", 1L), ("no_completion", 4L)], x.Unscored.Select(u => (u.Reason, u.Count)));
        Assert.Equal([(5L, 1), (3L, 1)], aggregates.Cells.Select(cell => (cell.Planned, cell.Scored)));
    }

    [Fact]
    public void A_model_without_any_score_has_coverage_and_nothing_else()
    {
        var table = CellTables.Of(("a", []));
        table.Columns[0].Models.Add(new AggregateValues { Model = "x", Planned = 4, Unscored = { new UnscoredTally { Reason = "no_completion", Count = 4 } } });
        var x = Assert.Single(TableAggregates.Of(table).Models);
        Assert.Equal((4L, 0L, 4L, 0), (x.Planned, x.Scored, x.Unscored[0].Count, x.Benchmarks));
        Assert.Equal((false, false, false, false), (x.HasWinRate, x.HasWinSd, x.HasMacroAverage, x.HasMacroSd));
    }

    private static AggregateRequest With(AggregateRequest table, Conventions conventions)
    {
        table.Conventions = conventions;
        return table;
    }

    private static ModelAggregate[] By(AggregateRequest table, Conventions conventions, params string[] models)
    {
        var aggregates = TableAggregates.Of(With(table, conventions)).Models.ToDictionary(m => m.Model);
        return [.. models.Select(model => aggregates[model])];
    }
}
