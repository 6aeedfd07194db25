using System.Globalization;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Inference.V1;
using Spectre.Console;

namespace MedHelm.Cli.Quotes;

/// <summary>Tables of names with figures. Neither is ever broken: what is too wide for one table becomes one for
/// each model, and bounds go under one another.</summary>
internal sealed class FigureTables(IAnsiConsole console)
{
    private static readonly string[] Headings = ["New", "Known", "US$", "Tokens in", "Tokens out"];

    /// <param name="names">Headings of the names.</param>
    /// <param name="rows">Names with figures.</param>
    public void Draw(string[] names, IReadOnlyCollection<(string[] Names, QuoteFigures Figures)> rows) => Draw(names, rows, "");

    private void Draw(string[] names, IReadOnlyCollection<(string[] Names, QuoteFigures Figures)> rows, string title)
    {
        var whole = Table(names, rows, stacked: false);
        var fits = console.Fits(whole);
        if (names.Length == 1 || fits)
        {
            if (title.Length > 0)
                console.WriteLine($"  {title}");
            console.Write(fits ? whole : Table(names, rows, stacked: true));
            return;
        }
        // The first name leaves the rows for the title.
        foreach (var group in rows.GroupBy(row => row.Names[0], StringComparer.Ordinal))
            Draw(names[1..], [.. group.Select(row => (row.Names[1..], row.Figures))], $"{(title.Length > 0 ? $"{title}, " : "")}{names[0].ToLowerInvariant()} {group.Key}");
    }

    private static Table Table(string[] names, IEnumerable<(string[] Names, QuoteFigures Figures)> rows, bool stacked)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var name in names)
            table.AddColumn(new TableColumn(new Text(name)) { NoWrap = true });
        foreach (var heading in Headings)
            table.AddColumn(new TableColumn(new Text(heading)) { NoWrap = true, Alignment = Justify.Right });
        foreach (var (named, figures) in rows)
            table.AddRow([.. named.Concat(Cells(figures, stacked)).Select(text => new Text(text))]);
        return table;
    }

    private static IEnumerable<string> Cells(QuoteFigures figures, bool stacked)
    {
        yield return Count(figures.Completions - figures.Cached);
        yield return Count(figures.Cached);
        foreach (var text in new[] { IntervalText.Dollars(figures.CostNanoUsd), IntervalText.Tokens(figures.InputTokens), IntervalText.Tokens(figures.OutputTokens) })
            yield return stacked ? text.Replace(IntervalText.Separator, "\n", StringComparison.Ordinal) : text;
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
