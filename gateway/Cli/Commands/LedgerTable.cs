using System.Globalization;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Inference.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands;

/// <summary>The lines of a ledger as a table of the columns that say something; the token columns give way to lines under it where it is too wide.</summary>
internal sealed class LedgerTable(IAnsiConsole console, IReadOnlyList<LedgerLine> lines)
{
    private static readonly Column[] Names =
    [
        new("Deployment", line => line.Deployment),
        new("For", line => PurposeName(line.Purpose)),
        new("Class", ClassName),
    ];

    private static readonly Column[] Tokens =
    [
        Bucket("Input", usage => usage.InputTokens),
        Bucket("Cached", usage => usage.CachedInputTokens),
        Bucket("Written", usage => usage.CacheWriteTokens),
        Bucket("Output", usage => usage.OutputTokens),
        Bucket("Reasoning", usage => usage.ReasoningTokens),
    ];

    private static readonly Column[] Money =
    [
        new("Calls", line => Count(line.Calls)),
        new("Cost", line => NanoUsd.Format(line.CostNanoUsd)),
        new("Presumed", line => line.PresumedNanoUsd == 0 ? "" : NanoUsd.Format(line.PresumedNanoUsd)),
    ];

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public void Draw()
    {
        Column[] tokens = [.. Tokens.Where(IsTelling)], money = [.. Money.Where(IsTelling)];
        var whole = Table([.. Names, .. tokens, .. money]);
        if (console.Fits(whole))
        {
            console.Write(whole);
        }
        else
        {
            console.Write(Table([.. Names, .. money]));
            foreach (var line in lines)
                console.WriteLine($"{line.Deployment}, {PurposeName(line.Purpose)}, {ClassName(line)}: {string.Join(", ", tokens.Select(column => $"{column.Heading.ToLowerInvariant()} {column.Of(line)}"))}");
        }
        foreach (var (deployment, version, batch) in lines.Select(l => (l.Deployment, l.PriceVersion, l.PriceClass == PriceClass.Batch)).Distinct())
            if (version.Length > 0)
                console.WriteLine($"{deployment}: prices {version}{(batch ? ", in batches" : "")}");
    }

    private static Column Bucket(string heading, Func<Usage, long> of) => new(heading, line => line.Usage is null ? "0" : Count(of(line.Usage)));

    private bool IsTelling(Column column) => lines.Any(line => column.Of(line) is not ("0" or ""));

    private Table Table(Column[] columns)
    {
        var table = Listing.Table([.. columns.Select(column => column.Heading)]);
        table.Columns[^1].NoWrap = true;
        foreach (var line in lines)
            table.Row([.. columns.Select(column => column.Of(line))]);
        return table;
    }

    private static string ClassName(LedgerLine line) => line.PriceClass == PriceClass.Batch ? "batch" : "live";

    private static string PurposeName(Purpose purpose) => purpose switch
    {
        Purpose.Candidate => "answers",
        Purpose.Juror => "jury",
        Purpose.Direct => "direct",
        _ => "unknown",
    };

    private sealed record Column(string Heading, Func<LedgerLine, string> Of);
}
