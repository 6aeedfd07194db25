using System.Globalization;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Reporting.V1;
using Spectre.Console;

namespace MedHelm.Cli.Standings;

/// <summary>The tables a leaderboard can be shown as. Each stays as narrow as its content allows.</summary>
internal static class LeaderboardTables
{
    private const int ModelWidth = 24;
    private const int ModelHeadingWidth = 16;
    private const int BenchmarkHeadingWidth = 15;

    /// <summary>Everything in one: models by benchmarks, with the standing in front.</summary>
    public static Table Whole(Leaderboard board)
    {
        var table = Standing(board);
        foreach (var column in board.Columns)
            table.AddColumn(Number(ColumnName.Heading(board, column, BenchmarkHeadingWidth)));
        foreach (var (place, row) in board.Rows.Index())
            table.AddRow([.. StandingCells(board, place, row), .. Enumerable.Range(0, board.Columns.Count).Select(i => Cell(board, row, i))]);
        return table;
    }

    /// <summary>Who stands where, without the benchmarks.</summary>
    public static Table Summary(Leaderboard board, PriceColumns prices)
    {
        var table = Standing(board).AddColumn(Number("Scored"));
        if (prices == PriceColumns.Both)
            table.AddColumn(Number("Answers\ncost")).AddColumn(Number("Jury\ncost"));
        if (prices == PriceColumns.Sum)
            table.AddColumn(Number("Cost"));
        foreach (var (place, row) in board.Rows.Index())
            table.AddRow([.. StandingCells(board, place, row), new Text(CellText.Total(row.Coverage)), .. PriceCells(row, prices)]);
        return table;
    }

    /// <summary>Benchmarks by models, under the names of their categories.</summary>
    public static Table Transposed(Leaderboard board, int nameWidth)
    {
        var table = Plain().AddColumn(Words("Benchmark"));
        foreach (var row in board.Rows)
            table.AddColumn(Number(ModelName.Tagged(row, ModelHeadingWidth)));
        foreach (var category in board.Columns.Index().GroupBy(c => c.Item.Category, StringComparer.Ordinal))
        {
            table.AddRow([new Text(NarrowText.Wrap(category.Key, nameWidth), new Style(decoration: Decoration.Bold)), .. board.Rows.Select(_ => new Text(""))]);
            foreach (var (index, column) in category)
            {
                var name = ColumnName.Line(board, column, nameWidth - 2);
                table.AddRow([new Text($"  {name.Replace("\n", "\n  ", StringComparison.Ordinal)}"), .. board.Rows.Select(row => Cell(board, row, index))]);
            }
        }
        return table;
    }

    /// <summary>Models by some of the benchmarks.</summary>
    public static Table Page(Leaderboard board, string title, IEnumerable<int> columns)
    {
        var shown = columns.ToList();
        var table = Plain().AddColumn(Words("Model"));
        if (title.Length > 0)
            table.Title = new TableTitle(Markup.Escape(title), new Style(decoration: Decoration.Bold));
        foreach (var index in shown)
            table.AddColumn(Number(ColumnName.Heading(board, board.Columns[index], BenchmarkHeadingWidth)));
        foreach (var row in board.Rows)
            table.AddRow([new Text(ModelName.Tagged(row, ModelWidth)), .. shown.Select(index => Cell(board, row, index))]);
        return table;
    }

    private static Table Standing(Leaderboard board)
    {
        var table = Plain().AddColumn(Number(HasRanks(board) ? "Rank" : "#"));
        if (HasRanks(board)) table.AddColumn(Number("Tie"));
        return table
            .AddColumn(Words("Model"))
            .AddColumn(Number("Win rate"))
            .AddColumn(Number(board.Rows.Any(r => r.HasMacroSd) ? "Macro ± SD" : "Macro"));
    }

    private static IEnumerable<Text> StandingCells(Leaderboard board, int place, LeaderboardRow row)
    {
        yield return new(CellText.Rank(place, row.Standing));
        if (HasRanks(board)) yield return new(row.Standing is { } standing ? standing.TieGroup.ToString(CultureInfo.InvariantCulture) : CellText.Absent);
        yield return new(ModelName.Tagged(row, ModelWidth));
        yield return new(CellText.WinRate(row));
        yield return new(CellText.Macro(row));
    }

    private static bool HasRanks(Leaderboard board) => board.Rows.Any(row => row.Standing is not null);

    private static IEnumerable<Text> PriceCells(LeaderboardRow row, PriceColumns prices) => prices switch
    {
        PriceColumns.Both => [new(NanoUsd.Format(row.CandidateCostNanoUsd)), new(NanoUsd.Format(row.JuryCostNanoUsd))],
        PriceColumns.Sum => [new(NanoUsd.Format(row.CandidateCostNanoUsd + row.JuryCostNanoUsd))],
        _ => [],
    };

    private static Text Cell(Leaderboard board, LeaderboardRow row, int index)
    {
        var cell = index < row.Cells.Count ? row.Cells[index] : new LeaderboardCell();
        var style = cell.Coverage is { Incomplete: true } ? new Style(Color.Yellow) : Style.Plain;
        return new(CellText.Cell(cell, board.Columns[index]), style);
    }

    private static Table Plain() => new() { Border = TableBorder.Simple };

    private static TableColumn Number(string heading) => new(new Text(heading)) { Alignment = Justify.Right, NoWrap = true };

    private static TableColumn Words(string heading) => new(new Text(heading)) { NoWrap = true };
}
