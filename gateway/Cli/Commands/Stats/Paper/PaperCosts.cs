using MedHelm.Cli.Tables;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>costs.csv, a row for each model and benchmark, and token_utilization.csv, the sums that were published.</summary>
/// <param name="Parts">The four prices of each row.</param>
/// <param name="Totals">The file's own total of each row, as the price of its input.</param>
/// <param name="Published">A row for each model.</param>
internal sealed record PaperCosts(IReadOnlyList<CostRow> Parts, IReadOnlyList<CostRow> Totals, CsvTable Published)
{
    public static PaperCosts Read(string file, string sums, PaperBenchmarks benchmarks)
    {
        var table = CsvTable.Read(file, "Model", "Benchmark");
        return new(
            [.. table.Rows.Select(row => Part(row, Id(row, benchmarks)))],
            [.. table.Rows.Select(row => new CostRow { Model = row.Name("Model"), Benchmark = Id(row, benchmarks), InputNanoUsd = row.NanoUsd("Cost Input Output Tokens") })],
            CsvTable.Read(sums, "Model"));
    }

    private static string Id(CsvRow row, PaperBenchmarks benchmarks) =>
        benchmarks.Find(row.Name("Benchmark"))?.Id ?? throw row.Wrong("Benchmark", "must be the name of a benchmark of the catalog", row.Text("Benchmark"));

    private static CostRow Part(CsvRow row, string benchmark) => new()
    {
        Model = row.Name("Model"),
        Benchmark = benchmark,
        Instances = row.Whole("Test Instances"),
        InputTokens = row.Whole("Total Input Tokens"),
        OutputTokens = row.Whole("Total Output Tokens"),
        JuryInputTokens = row.Whole("Total Judge Input Tokens"),
        JuryOutputTokens = row.Whole("Total Judge Output Tokens"),
        InputNanoUsd = row.NanoUsd("Cost Input Tokens"),
        OutputNanoUsd = row.NanoUsd("Cost Output Tokens"),
        JuryInputNanoUsd = row.NanoUsd("Cost Jury Input Tokens"),
        JuryOutputNanoUsd = row.NanoUsd("Cost Jury Output Tokens"),
    };
}
