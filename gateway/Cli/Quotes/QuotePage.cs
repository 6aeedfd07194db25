using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using Spectre.Console;

namespace MedHelm.Cli.Quotes;

/// <summary>A quote for people: candidates and jury apart, then the sums, the price lists and what else to know.</summary>
internal static class QuotePage
{
    private static readonly string[] FigureHeadings = ["New", "Known", "US$", "Tokens in", "Tokens out"];

    public static void Write(IAnsiConsole output, QuoteRunResponse quote)
    {
        Lines(output, "Candidates", ["Model", "Benchmark"], Of(quote, juror: false), line => [line.Candidate, line.Benchmark]);
        Lines(output, "Jury", ["Juror", "Rates", "Benchmark"], Of(quote, juror: true), line => [line.Deployment, line.Candidate, line.Benchmark]);
        output.WriteLine("Sum (low - expected - high; high is the worst case)");
        var sums = Table([""]);
        foreach (var (name, figures) in new[] { ("candidates", quote.Candidates), ("jury", quote.Jury), ("total", quote.Total) })
            Row(sums, [name], figures ?? new QuoteFigures());
        output.Write(sums);
        foreach (var (deployment, version, priceClass) in quote.Lines.Select(l => (l.Deployment, l.PriceVersion, l.PriceClass)).Distinct())
            if (version.Length > 0)
                output.WriteLine($"{deployment}: prices {version}{(priceClass == PriceClass.Batch ? ", in batches" : "")}");
        foreach (var notice in quote.Notices)
            output.WriteLine(notice);
    }

    private static List<QuoteLine> Of(QuoteRunResponse quote, bool juror) => [.. quote.Lines.Where(line => line.Purpose == Purpose.Juror == juror)];

    private static void Lines(IAnsiConsole output, string title, string[] headings, List<QuoteLine> lines, Func<QuoteLine, string[]> names)
    {
        if (lines.Count == 0)
            return;
        output.WriteLine(title);
        var table = Table(headings);
        foreach (var line in lines)
            Row(table, names(line), line.Figures);
        output.Write(table);
    }

    // Names may be broken into lines, figures may not.
    private static Table Table(string[] headings)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(new Text(heading)));
        foreach (var heading in FigureHeadings)
            table.AddColumn(new TableColumn(new Text(heading)) { NoWrap = true, Alignment = Justify.Right });
        return table;
    }

    private static void Row(Table table, string[] names, QuoteFigures figures) => table.AddRow(
    [
        .. names.Select(name => new Text(name)),
        .. new[]
        {
            Count(figures.Completions - figures.Cached),
            Count(figures.Cached),
            IntervalText.Dollars(figures.CostNanoUsd),
            IntervalText.Tokens(figures.InputTokens),
            IntervalText.Tokens(figures.OutputTokens),
        }.Select(text => new Text(text)),
    ]);

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
