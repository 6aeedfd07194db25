using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Reporting.V1;
using Spectre.Console;

namespace MedHelm.Cli.Standings;

/// <summary>Chooses the tables that fit: all in one; else the standing, then benchmarks by models; else the standing,
/// then models by benchmarks in pages of whole categories, a category split only where it is too wide by itself.</summary>
internal sealed class LeaderboardLayout(IAnsiConsole console)
{
    private static readonly int[] NameWidths = [36, 28, 22];

    public IEnumerable<Table> Arrange(Leaderboard board)
    {
        var whole = LeaderboardTables.Whole(board);
        return Fits(whole) ? [whole] : Benchmarks(board).Prepend(Summary(board));
    }

    private Table Summary(Leaderboard board)
    {
        var priced = board.Rows.Any(r => r.CandidateCostNanoUsd != 0 || r.JuryCostNanoUsd != 0);
        PriceColumns[] choices = priced ? [PriceColumns.Both, PriceColumns.Sum, PriceColumns.None] : [PriceColumns.None];
        var tables = choices.Select(prices => LeaderboardTables.Summary(board, prices)).ToList();
        return tables.FirstOrDefault(Fits) ?? tables[^1];
    }

    private IEnumerable<Table> Benchmarks(Leaderboard board)
    {
        var transposed = NameWidths.Select(width => LeaderboardTables.Transposed(board, width)).FirstOrDefault(Fits);
        return transposed is null ? Pages(board) : [transposed];
    }

    private IEnumerable<Table> Pages(Leaderboard board)
    {
        var page = new List<int>();
        var title = "";
        foreach (var category in board.Columns.Index().GroupBy(c => c.Item.Category, c => c.Index, StringComparer.Ordinal))
        {
            if (page.Count > 0 && Fits(LeaderboardTables.Page(board, "", page.Concat(category))))
            {
                page.AddRange(category);
                title = "";
                continue;
            }
            foreach (var table in Split(board, title, page))
                yield return table;
            page = [.. category];
            title = category.Key;
        }
        foreach (var table in Split(board, title, page))
            yield return table;
    }

    private IEnumerable<Table> Split(Leaderboard board, string title, List<int> columns)
    {
        var pages = new List<List<int>>();
        foreach (var column in columns)
        {
            if (pages.Count > 0 && Fits(LeaderboardTables.Page(board, "", pages[^1].Append(column))))
                pages[^1].Add(column);
            else
                pages.Add([column]);
        }
        return pages.Select((page, i) => LeaderboardTables.Page(board, pages.Count == 1 ? title : $"{title} ({i + 1}/{pages.Count})", page));
    }

    private bool Fits(Table table) => console.Fits(table);
}
