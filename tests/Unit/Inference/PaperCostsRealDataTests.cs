using System.Globalization;
using MedHelm.Catalog;
using MedHelm.Catalog.Definitions;
using MedHelm.Inference.Deployments;
using MedHelm.Testing.RealData;
using Microsoft.VisualBasic.FileIO;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

/// <summary>
/// The paper's published cost table against the quote's paper mode. From the table come only instances and input tokens; output
/// limits come from the benchmarks under protocol "medhelm", the reasoning models' own limit and all prices from deployments.
/// </summary>
public sealed class PaperCostsRealDataTests : IAsyncLifetime
{
    private static readonly string[] DollarColumns = ["Cost Input Tokens", "Cost Output Tokens", "Cost Jury Input Tokens", "Cost Jury Output Tokens", "Cost Input Output Tokens"];

    // The 35 benchmarks of the preprint lack these two.
    private static readonly string[] AddedLater = ["MedQA", "MedMCQA"];

    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal) { ["MIMIC-BHC"] = "MIMIC-IV-BHC", ["N2C2"] = "N2C2-CT Matching" };

    // 258 requests of one token each, for which the table counts 172 tokens with these three models; six have 258.
    private static readonly string[] Quirks =
    [
        "claude_3_5_sonnet_20241022 N2C2: output tokens are 172, 258 follow",
        "claude_3_7_sonnet_20250219 N2C2: output tokens are 172, 258 follow",
        "gemini_2.0_flash_001 N2C2: output tokens are 172, 258 follow",
    ];

    private readonly QuoterHarness harness = new();
    private PaperCostTable table = null!;
    private Dictionary<string, DeploymentDefinition> models = null!;

    [RealDataFact]
    public async Task Every_row_of_the_papers_cost_table_follows_to_the_cent()
    {
        var differences = new List<string>();
        var rows = 0;
        foreach (var (row, costs) in await PriceAllAsync())
        {
            rows++;
            Check("output tokens", Whole(row, "Total Output Tokens"), costs.OutputTokens);
            Check("judge input tokens", Whole(row, "Total Judge Input Tokens"), costs.JudgeInputTokens);
            Check("judge output tokens", Whole(row, "Total Judge Output Tokens"), costs.JudgeOutputTokens);
            foreach (var (column, dollars) in DollarColumns.Zip(costs.Dollars)) Check(column, Money(row, column), dollars);

            void Check<T>(string what, T file, T follows) where T : IEquatable<T>
            {
                if (!file.Equals(follows)) differences.Add(string.Create(CultureInfo.InvariantCulture, $"{row["Model"]} {row["Benchmark"]}: {what} are {file}, {follows} follow"));
            }
        }
        Assert.Equal(333, rows);
        Assert.Equal(Quirks, differences.Order(StringComparer.Ordinal));
    }

    // The published totals are sums of rows that were rounded to cents.
    [RealDataTheory]
    [InlineData("claude_3_5_sonnet_20241022", 779.82, 792.21, 1572.03, 1570.88)]
    [InlineData("claude_3_7_sonnet_20250219", 769.41, 768.38, 1537.79, 1536.64)]
    [InlineData("deepseek_r1", 891.89, 957.96, 1849.85, 1806.17)]
    [InlineData("gemini_1.5_pro_001", 359.81, 771.73, 1131.54, 1131.06)]
    [InlineData("gemini_2.0_flash_001", 43.10, 771.73, 814.83, 814.77)]
    [InlineData("gpt_4o_2024_05_13", 648.20, 765.91, 1414.11, 1413.19)]
    [InlineData("gpt_4o_mini_2024_07_18", 38.89, 765.91, 804.80, 804.74)]
    [InlineData("llama_3.3_70b_instruct", 172.70, 767.13, 939.83, 939.58)]
    [InlineData("o3_mini_2025_01_31", 801.65, 959.54, 1761.19, 1722.04)]
    public async Task The_published_totals_of_each_model_follow(string model, double benchmark, double jury, double total, double totalOf35)
    {
        var priced = (await PriceAllAsync(model)).ToList();

        Assert.Equal(37, priced.Count);
        Assert.Equal((decimal)benchmark, priced.Sum(p => p.Costs.Dollars[0] + p.Costs.Dollars[1]));
        Assert.Equal((decimal)jury, priced.Sum(p => p.Costs.Dollars[2] + p.Costs.Dollars[3]));
        Assert.Equal((decimal)total, priced.Sum(p => p.Costs.Dollars.Take(4).Sum()));
        Assert.Equal((decimal)totalOf35, priced.Where(p => !AddedLater.Contains(p.Row["Benchmark"], StringComparer.Ordinal)).Sum(p => p.Costs.Dollars.Take(4).Sum()));
    }

    public async Task InitializeAsync()
    {
        await harness.StartAsync();
        models = harness.Deployments(
            ("claude_3_5_sonnet_20241022", "prices: paper/claude-3-5-sonnet-20241022"),
            ("claude_3_7_sonnet_20250219", "prices: paper/claude-3-7-sonnet-20250219"),
            ("deepseek_r1", "prices: paper/deepseek-r1, parameters: {max_output_tokens: 4000}"),
            ("gemini_1.5_pro_001", "prices: paper/gemini-1.5-pro-001"),
            ("gemini_2.0_flash_001", "prices: paper/gemini-2.0-flash-001"),
            ("gpt_4o_2024_05_13", "prices: paper/gpt-4o-2024-05-13"),
            ("gpt_4o_mini_2024_07_18", "prices: paper/gpt-4o-mini-2024-07-18"),
            ("llama_3.3_70b_instruct", "prices: paper/llama-3.3-70b-instruct"),
            ("o3_mini_2025_01_31", "prices: paper/o3-mini-2025-01-31, parameters: {max_output_tokens: 4000}"));
        table = new PaperCostTable(harness, [models["gpt_4o_2024_05_13"], models["claude_3_7_sonnet_20250219"], models["llama_3.3_70b_instruct"]]);
    }

    public async Task DisposeAsync() => await harness.DisposeAsync();

    private async Task<List<(Dictionary<string, string> Row, PaperCosts Costs)>> PriceAllAsync(string? model = null)
    {
        var catalog = BenchmarkCatalog.LoadWith(null);
        var priced = new List<(Dictionary<string, string>, PaperCosts)>();
        foreach (var row in Rows().Where(row => model is null || row["Model"] == model))
        {
            var name = OtherNames.GetValueOrDefault(row["Benchmark"], row["Benchmark"]);
            var benchmark = catalog.Find(catalog.Benchmarks.Single(b => b.DisplayName.Equals(name, StringComparison.OrdinalIgnoreCase)).Id, Protocols.MedHelm)!;
            Assert.Equal(benchmark.OpenEnded ? "Open" : "Closed", row["Question Type"]);
            priced.Add((row, await table.PriceAsync(
                models[row["Model"]], (int)Whole(row, "Test Instances"), Whole(row, "Total Input Tokens"), benchmark.Parameters.MaxOutputTokens, benchmark.OpenEnded)));
        }
        return priced;
    }

    private static List<Dictionary<string, string>> Rows()
    {
        using var csv = new TextFieldParser(RealDataFolder.File("paper", "costs.csv")) { Delimiters = [","], HasFieldsEnclosedInQuotes = true };
        var header = csv.ReadFields()!;
        var rows = new List<Dictionary<string, string>>();
        while (csv.ReadFields() is { } fields) rows.Add(header.Zip(fields).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal));
        return rows;
    }

    private static long Whole(Dictionary<string, string> row, string column) => long.Parse(row[column], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static decimal Money(Dictionary<string, string> row, string column) => decimal.Parse(row[column], NumberStyles.Number, CultureInfo.InvariantCulture);
}
