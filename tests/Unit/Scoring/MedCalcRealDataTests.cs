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

    /// <summary>The values that the authors took from the answers, 17 of them right; by HELM's rule, written anew in Python, 10 are.</summary>
    [RealDataFact]
    public void Bare_values_of_GPT_4_are_judged_as_by_the_authors_and_by_HELM()
    {
        var items = Items().ToDictionary(item => item.Row);
        var (repaired, helm) = (0.0, 0.0);
        foreach (var row in File.ReadLines(RealDataFolder.File("recorded", "medcalc_bench", "OpenAI_gpt-4_one_shot.jsonl")).Select(line => JsonDocument.Parse(line).RootElement))
        {
            var answer = items[Convert.ToInt32(row.GetProperty("Row Number").ToString(), CultureInfo.InvariantCulture)].Answer(row.GetProperty("LLM Answer").ToString());
            var score = new MedCalcAccuracy().Rate(answer);
            Assert.Equal(row.GetProperty("Result").GetString() == "Correct", score.Value > 0);
            repaired += score.Value;
            helm += new HelmMedCalcAccuracy().Rate(answer).Value;
        }
        Assert.Equal((17, 10), (repaired, helm));
    }

    [RealDataTheory]
    [InlineData("approximately {0} mL/min")]
    [InlineData("With 70 kg and 1.8 m, 12.5 comes first.\n\nFinal Answer: **{0} mg/dL**")]
    [InlineData("$\\boxed{{{0} \\text{{ mg/dL}}}}$")]
    [InlineData("{{\"step_by_step_thinking\": \"70 kg * 2 = 140\", \"answer\": \"{0}\"}}")]
    [InlineData("The value is {0} mg/dL (reference range 3-9).")]
    public void The_truth_is_right_in_every_form_and_a_value_beyond_its_limits_in_none(string form)
    {
        var items = Items().Where(item => item.Category is "lab" or "physical" or "dosage").ToList();
        Assert.Equal(607, items.Count);
        Assert.Equal(607, items.Sum(item => new MedCalcAccuracy().Rate(item.Answer(string.Format(CultureInfo.InvariantCulture, form, item.Truth))).Value));
        Assert.Equal(0, items.Sum(item => new MedCalcAccuracy().Rate(item.Answer(string.Format(CultureInfo.InvariantCulture, form, item.Beyond))).Value));
    }

    private static List<Item> Items() =>
    [
        .. CsvTable.Rows(RealDataFolder.File("medcalc_bench", "test_data.csv")).Select(row =>
            new Item(int.Parse(row["Row Number"], CultureInfo.InvariantCulture), row["Category"], row["Ground Truth Answer"], row["Lower Limit"], row["Upper Limit"])),
    ];

    private sealed record Item(int Row, string Category, string Truth, string Lower, string Upper)
    {
        /// <summary>A value a little above both limits.</summary>
        internal string Beyond => ((decimal)Math.Max(double.Parse(Lower, CultureInfo.InvariantCulture), double.Parse(Upper, CultureInfo.InvariantCulture)) * 1.0m + 0.01m + (decimal)Math.Abs(double.Parse(Truth, CultureInfo.InvariantCulture)) * 0.01m).ToString(CultureInfo.InvariantCulture);

        internal Answer Answer(string text) => new(text, Adaptation.Generation, References.Of(
            [new Reference { Text = Truth, Correct = true }],
            [new Extra { Name = "category", Value = Category }, new Extra { Name = "lower_limit", Value = Lower }, new Extra { Name = "upper_limit", Value = Upper }]));
    }
}
