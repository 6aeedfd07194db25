using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using Spectre.Console;

namespace MedHelm.Cli.Quotes;

/// <summary>A quote for people: candidates and jury apart, then the sums, the price lists and what else to know.</summary>
internal static class QuotePage
{
    public static void Write(IAnsiConsole output, QuoteRunResponse quote, QuoteMode mode)
    {
        Lines(output, "Candidates", ["Model", "Benchmark"], Of(quote, juror: false), line => [line.Candidate, line.Benchmark]);
        Lines(output, "Jury", ["Juror", "Rates", "Benchmark"], Of(quote, juror: true), line => [line.Deployment, line.Candidate, line.Benchmark]);
        output.WriteLine(mode == QuoteMode.Paper
            ? "Sum (one figure, an upper bound: every answer at its maximum output, nothing known)"
            : "Sum (low - expected - high; high is the worst case)");
        new FigureTables(output).Draw([""],
        [
            (["candidates"], quote.Candidates ?? new QuoteFigures()),
            (["jury"], quote.Jury ?? new QuoteFigures()),
            (["total"], quote.Total ?? new QuoteFigures()),
        ]);
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
        new FigureTables(output).Draw(headings, [.. lines.Select(line => (names(line), line.Figures ?? new QuoteFigures()))]);
    }
}
