using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.MedCalc;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class MedCalcAccuracyTests
{
    private static readonly MedCalcAccuracy Repaired = new();

    // Limits 7.125 to 7.875 around 7.5.
    [Theory]
    [InlineData("7.5", 1, "only")]
    [InlineData(" 7.125.", 1, "only")]
    [InlineData("7.875", 1, "only")]
    [InlineData("7.12", 0, "only")]
    [InlineData("7.88", 0, "only")]
    [InlineData("-7.5", 0, "only")]
    [InlineData("\u22127.5", 0, "only")]
    [InlineData("7.5 mg/dL", 1, "only")]
    [InlineData("7.5 mL/min/1.73 m\u00b2", 1, "only")]
    [InlineData("7.5 mL/min/1.73 m^2", 1, "only")]
    [InlineData("7.5 x 10^9/L", 1, "only")]
    [InlineData("**7.5**", 1, "only")]
    [InlineData("= 7.5", 1, "only")]
    [InlineData("~7.5%", 1, "only")]
    [InlineData("75e-1", 1, "only")]
    [InlineData("0.75 x 10^1", 1, "only")]
    [InlineData("7,500 x 10^-3", 1, "only")]
    [InlineData("The MELD2 value of the 87-year-old is 7.5", 1, "only")]
    [InlineData("7.5 at first, and again 7.50", 1, "only")]
    [InlineData("""{"step_by_step_thinking": "5 + 2.5 = 7.9", "answer": "7.5"}""", 1, "json:only")]
    [InlineData("""{"answer": 7.5, "unit": "per 1.73"}""", 1, "json:only")]
    [InlineData("""{"answer": "7.5 mL/min/1.73 m\u00b2"}""", 1, "json:only")]
    [InlineData("The answer is 7.5. With 70 kg it would be 8.", 1, "stated")]
    [InlineData("7.5 mg/dL (normal 10-20)", 1, "outside_brackets")]
    [InlineData("""{"answer": "7.5 mL/min (adjusted body weight 70 kg)"}""", 1, "json:outside_brackets")]
    [InlineData("7.5 mL/min per 1.73 m2", 1, "only")]
    [InlineData("7.5 out of 10", 1, "only")]
    [InlineData("Weight 70 kg, so **Answer:** 7.5 mg", 1, "stated")]
    [InlineData("Answer (mg): 9\nNo, 2 + 5.5.\nFinal answer: 7.5", 1, "stated")]
    [InlineData("From 70 and 2 follows \\boxed{7.5}", 1, "stated")]
    [InlineData("7.5 mg/dL\n\nWith a weight of 70 kg and a height of 1.8 m.", 1, "first_line")]
    [InlineData("Add 5 and 2.5 points. This puts the total at 7.5.", 1, "last_sentence")]
    [InlineData("1. Take 5.\n2. Add 2.5.\n3. The result: 7.5", 1, "last_sentence")]
    [InlineData("(140 - 87) * 48 / (1.4 * 72) = 7.5 mL/min/1.73 m2", 1, "last_is")]
    [InlineData("The weight is 70, so 2 * 5 - 2.5 leads to approximately 7.5.", 1, "last_is")]
    [InlineData("I cannot say.", 0, "no_value")]
    [InlineData("", 0, "no_value")]
    public void A_value_within_the_limits_is_right_however_it_is_written(string text, double value, string rule)
    {
        foreach (var category in new[] { "lab", "physical", "dosage" })
        {
            var score = Rate(text, category, "7.5", "7.125", "7.875");
            Assert.Equal((Score.OutcomeOneofCase.Value, value, rule), (score.OutcomeCase, score.Value, score.Rule));
        }
    }

    [Theory]
    [InlineData("between 5 and 7")]
    [InlineData("5-7")]
    [InlineData("seven and a half")]
    [InlineData("""{"answer": ["5", "7"]}""")]
    public void An_answer_that_may_be_right_but_for_its_form_is_unscored(string text) =>
        Assert.Equal(UnscoredReason.NoChoice, Rate(text, "lab", "7.5", "7.125", "7.875").Unscored.Reason);

    [Theory]
    [InlineData("1,234.5", 1234.5)]
    [InlineData("12,345,678", 12345678)]
    [InlineData("1.2e-3", 0.0012)]
    [InlineData("1.2E3", 1200)]
    [InlineData("1.2 \u00d7 10^{-3}", 0.0012)]
    [InlineData("3x10^2", 300)]
    [InlineData("2 * 10**3", 2000)]
    [InlineData("BUN: -.5", -0.5)]
    [InlineData("(-4)", -4)]
    public void Numbers_are_read_as_people_write_them(string text, double value) => Assert.Equal(value, Assert.Single(Numbers.In(text)).Value, 9);

    [Theory]
    [InlineData("CHA2DS2-VASc of COVID-19, m^2, x**2, 2nd, 10:30, 60-day, /1.73")]
    [InlineData("HbA1c / 5")]
    public void Digits_of_names_units_and_times_are_no_numbers(string text) => Assert.DoesNotContain(Numbers.In(text), c => c.Value is not 10);

    [Theory]
    [InlineData("3", "3", 1)]
    [InlineData("3.0", "3", 1)]
    [InlineData("3.4", "3", 1)]
    [InlineData("2.5", "2", 1)]
    [InlineData("3.6", "3", 0)]
    [InlineData("-1", "-1", 1)]
    [InlineData("1", "-1", 0)]
    [InlineData("The CHA2DS2-VASc score is therefore 3.", "3", 1)]
    [InlineData("3/9", "3", 1)]
    [InlineData("1.5", "1.5", 1)]
    [InlineData("1.54", "1.5", 1)]
    [InlineData("1.6", "1.5", 0)]
    [InlineData("2", "1.5", 0)]
    [InlineData("1e300", "3", 0)]
    public void A_score_equals_the_reference_after_rounding_to_its_precision(string text, string reference, double value)
    {
        foreach (var category in new[] { "risk", "severity", "diagnosis" }) Assert.Equal(value, Rate(text, category, reference).Value);
    }

    [Theory]
    [InlineData("4", 1)]
    [InlineData("4.5", 0)]
    [InlineData("3.5", 0)]
    public void A_score_with_fractions_is_right_within_its_limits(string text, double value) => Assert.Equal(value, Rate(text, "risk", "4", "3.8", "4.2").Value);

    [Theory]
    [InlineData("09/23/2014", 1)]
    [InlineData("9/23/2014.", 1)]
    [InlineData("2014-09-23", 1)]
    [InlineData("The due date is September 23rd, 2014", 1)]
    [InlineData("23 Sep 2014", 1)]
    [InlineData("23-Sep-2014", 1)]
    [InlineData("2014-09-23T00:00:00", 1)]
    [InlineData("Last period 12/17/2013, so the answer is 09/23/2014", 1)]
    [InlineData("09/24/2014", 0)]
    [InlineData("09/23/2015", 0)]
    [InlineData("unknown", 0)]
    public void A_date_is_right_on_the_day(string text, double value) => Assert.Equal(value, Rate(text, "date", "09/23/2014").Value);

    [Theory]
    [InlineData("23.09.14")]
    [InlineData("13/23/2014")]
    public void A_date_in_another_form_is_unscored(string text) => Assert.Equal(UnscoredReason.NoChoice, Rate(text, "date", "09/23/2014").Unscored.Reason);

    [Theory]
    [InlineData("('14 weeks', '2 days')", 1)]
    [InlineData("(14 weeks, 2 days)", 1)]
    [InlineData("(14, 2)", 1)]
    [InlineData("14 weeks and 2 days", 1)]
    [InlineData("14w2d", 1)]
    [InlineData("14 weeks/2 days", 1)]
    [InlineData("14 semanas y 2 d\u00edas", 1)]
    [InlineData("\\boxed{14 \\text{ weeks and } 2 \\text{ days}}", 1)]
    [InlineData("<think>13 weeks 2 days?</think>14 weeks 2 days", 1)]
    [InlineData("14+2", 1)]
    [InlineData("14 2/7 weeks", 1)]
    [InlineData("100 days", 1)]
    [InlineData("13 weeks 9 days", 1)]
    [InlineData("""{"answer": ["14 weeks", "2 days"]}""", 1)]
    [InlineData("{'answer': ('14 weeks', '2 days')}", 1)]
    [InlineData("14 weeks", 0)]
    [InlineData("14 weeks, 3 days", 0)]
    public void A_gestational_age_is_right_in_days(string text, double value) => Assert.Equal(value, Rate(text, "date", "('14 weeks', '2 days')").Value);

    [Fact]
    public void Limits_of_a_negative_value_may_stand_either_way_round() => Assert.Equal(1, Rate("-10", "lab", "-10", "-9.5", "-10.5").Value);

    [Theory]
    [InlineData("lab", "7", "", "8")]
    [InlineData("risk", "high", "", "")]
    [InlineData("date", "soon", "", "")]
    [InlineData("", "7", "6", "8")]
    public void A_reference_that_cannot_be_compared_with_leaves_the_answer_unscored(string category, string reference, string lower, string upper)
    {
        var score = Rate("7", category, reference, lower, upper);
        Assert.Equal(UnscoredReason.ReferenceUnusable, score.Unscored.Reason);
        Assert.NotEmpty(score.Unscored.Detail);
    }

    [Fact]
    public async Task Hostile_text_is_read_in_linear_time()
    {
        var text = string.Concat(Enumerable.Repeat("answer is = 1,111. \\boxed{ x10^ ", 60_000));
        await Task.Run(() => Rate(text, "lab", "7", "6", "8")).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("lab", "7.5", 0)]
    [InlineData("dosage", "7.5", 0)]
    [InlineData("physical", "7.5", 1)]
    [InlineData("physical", " 7_5e-1\n", 1)]
    [InlineData("physical", "7.5 kg", 0)]
    [InlineData("physical", "1,000", 0)]
    [InlineData("physical", "nan", 0)]
    [InlineData("risk", "7.5", 1)]
    [InlineData("risk", "7.50", 0)]
    public void HELM_knows_no_lab_and_no_dosage_and_compares_text(string category, string text, double value) =>
        Assert.Equal(value, Helm(text, category, "7.5", "7.125", "7.875"));

    [Theory]
    [InlineData("09/23/2014", 1)]
    [InlineData("9/23/2014", 1)]
    [InlineData("2014-09-23", 0)]
    [InlineData("09/23/2014.", 0)]
    [InlineData("9/31/2014", 0)]
    public void HELM_reads_dates_in_one_form(string text, double value) => Assert.Equal(value, Helm(text, "date", "09/23/2014", "09/23/2014", "09/23/2014"));

    [Theory]
    [InlineData("('14 weeks', '2 days')", 1)]
    [InlineData("('14 weeks', '2 days') or so", 1)]
    [InlineData("14 weeks, 2 days", 0)]
    public void HELM_reads_durations_as_its_data_writes_them(string text, double value) =>
        Assert.Equal(value, Helm(text, "date", "('14 weeks', '2 days')", "('14 weeks', '2 days')", "('14 weeks', '2 days')"));

    private static Score Rate(string text, string category, string reference, string lower = "", string upper = "") => Repaired.Rate(Answer(text, category, reference, lower, upper));

    private static double Helm(string text, string category, string reference, string lower, string upper) =>
        new HelmMedCalcAccuracy().Rate(Answer(text, category, reference, lower, upper)).Value;

    private static Answer Answer(string text, string category, string reference, string lower, string upper) => new(text, Adaptation.Generation, References.Of(
        [new Reference { Text = reference, Correct = true }],
        [new Extra { Name = "category", Value = category }, new Extra { Name = "lower_limit", Value = lower }, new Extra { Name = "upper_limit", Value = upper }]));
}
