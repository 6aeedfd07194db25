using System.Globalization;
using System.Text.Json;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.MedCalc;
using MedHelm.Testing.RealData;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>MedCalc-Bench's own items, and GPT-4's answers with the verdicts of its authors.</summary>
public sealed class MedCalcRealDataTests
{
    [RealDataFact]
    public void Perfect_answers_are_right_on_every_item_and_under_HELM_on_none_of_lab_and_dosage()
    {
        var items = Items();
        Assert.Equal(1047, items.Count);
        Assert.Equal(1047, items.Sum(item => new MedCalcAccuracy().Rate(item.Answer(item.Truth)).Value));
        Assert.Equal(1047, items.Sum(item => new MedCalcAccuracy().Rate(item.Answer($"The answer is {item.Truth}.")).Value));
        Assert.Equal(680, items.Sum(item => new HelmMedCalcAccuracy().Rate(item.Answer(item.Truth)).Value));
        Assert.Equal(0, items.Where(item => item.Category is "lab" or "dosage").Sum(item => new HelmMedCalcAccuracy().Rate(item.Answer(item.Truth)).Value));
    }

    [RealDataFact]
    public void Answers_of_GPT_4_are_read_and_judged_as_by_the_authors()
    {
        var items = Items().ToDictionary(item => item.Row);
        var differing = new List<string>();
        var rows = File.ReadLines(RealDataFolder.File("recorded", "medcalc_bench", "OpenAI_gpt-4_one_shot.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        foreach (var row in rows)
        {
            var number = Convert.ToInt32(row.GetProperty("Row Number").ToString(), CultureInfo.InvariantCulture);
            var score = new MedCalcAccuracy().Rate(items[number].Answer(row.GetProperty("LLM Explanation").GetString()!));
            var verdict = score.OutcomeCase == Score.OutcomeOneofCase.Value ? (score.Value > 0 ? "Correct" : "Incorrect") : "Unscored";
            if (verdict != row.GetProperty("Result").GetString()) differing.Add($"{number} {verdict} {score.Rule}{score.Unscored?.Detail}");
        }
        Assert.Equal(57, rows.Count);
        Assert.Empty(differing);
    }

    private static List<Item> Items() =>
    [
        .. CsvTable.Rows(RealDataFolder.File("medcalc_bench", "test_data.csv")).Select(row =>
            new Item(int.Parse(row["Row Number"], CultureInfo.InvariantCulture), row["Category"], row["Ground Truth Answer"], row["Lower Limit"], row["Upper Limit"])),
    ];

    private sealed record Item(int Row, string Category, string Truth, string Lower, string Upper)
    {
        internal Answer Answer(string text) => new(text, Adaptation.Generation, References.Of(
            [new Reference { Text = Truth, Correct = true }],
            [new Extra { Name = "category", Value = Category }, new Extra { Name = "lower_limit", Value = Lower }, new Extra { Name = "upper_limit", Value = Upper }]));
    }
}
