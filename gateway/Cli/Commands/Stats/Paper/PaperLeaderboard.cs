using MedHelm.Cli.Tables;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>leaderboard.csv: nine models by 37 benchmarks, and the win rate that was published with them.</summary>
internal sealed record PaperLeaderboard(AggregateRequest Table, IReadOnlyDictionary<string, double> WinRates)
{
    private const string Model = "Model";
    private const string WinRate = "Mean win rate";
    private const string Jury = "Jury Score";

    public static PaperLeaderboard Read(string file, PaperBenchmarks benchmarks)
    {
        var table = CsvTable.Read(file, Model, WinRate);
        var request = new AggregateRequest { Columns = { table.Columns.Where(c => c is not (Model or WinRate)).Select(name => Column(table, name, benchmarks)) } };
        return new(request, table.Rows.ToDictionary(row => row.Name(Model), row => row.Number(WinRate), StringComparer.Ordinal));
    }

    private static AggregateColumn Column(CsvTable table, string name, PaperBenchmarks benchmarks)
    {
        // "ACI-Bench - Jury Score"
        var dash = name.LastIndexOf(" - ", StringComparison.Ordinal);
        var benchmark = (dash < 0 ? null : benchmarks.Find(name[..dash].Trim()))
            ?? throw new CommandFailure(ExitCodes.BadUsage, $"{table.File} line 1: column '{name}' names no benchmark of the catalog", "It must be the benchmark's name and its metric, such as 'ACI-Bench - Jury Score'.");
        var marks = name.EndsWith(Jury, StringComparison.Ordinal);
        return new AggregateColumn
        {
            Benchmark = benchmark.Id,
            Category = benchmark.Category,
            Subcategory = benchmark.Subcategory,
            Direction = Direction.HigherIsBetter,
            RangeMin = marks ? 1 : 0,
            RangeMax = marks ? 5 : 1,
            Models = { table.Rows.Select(row => new AggregateValues { Model = row.Name(Model), Values = { row.Number(name) } }) },
        };
    }
}
