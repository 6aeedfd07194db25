using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.BillingCodes;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class BillingCodeTests
{
    [Theory]
    [InlineData("J18.9, I10", "J189 I10")]
    [InlineData("D51.9 for want of vitamin B12", "D519")]
    [InlineData("**J18.9**: pneumonia\n- I10.", "J189 I10")]
    [InlineData("S72.001A", "S72001A")]
    [InlineData("s72001a", "S72001A")]
    [InlineData("Z3A.01 and z79.01", "Z3A01 Z7901")]
    [InlineData("T81.4XXA", "T814XXA")]
    [InlineData("K31A0, K31.A0", "K31A0")]
    [InlineData("0DTJ4ZZ and 02hv33z", "0DTJ4ZZ 02HV33Z")]
    [InlineData("(E785)", "E785")]
    [InlineData("5 mg q12h of x, 2024", "")]
    [InlineData("nothing", "")]
    public void Codes_are_found_whole_in_any_case_with_or_without_dot(string text, string codes) =>
        Assert.Equal(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), BillingCodeText.In(text).Order(StringComparer.Ordinal));

    [Fact]
    public void References_are_lists_whatever_the_classification() =>
        Assert.Equal(["0DTJ4ZZ", "I10", "Z9861"], BillingCodeText.Listed(["I10,0DTJ4ZZ, z98.61", "I10"]).Order(StringComparer.Ordinal));

    // Answer A, B, C; reference B, C, D, E: two shared.
    [Theory]
    [InlineData("precision", 2 / 3.0)]
    [InlineData("recall", 2 / 4.0)]
    [InlineData("f1", 4 / 7.0)]
    public void Measures_are_over_sets_of_one_note(string measure, double value)
    {
        Assert.Equal(value, Rate("mimiciv_billing_code_" + measure, "A01 b02 B02 C03.1", "B02,C031,D04,E05").Value, 12);
        Assert.Equal(value, Rate("helm_mimiciv_billing_code_" + measure, "A01 B02 B02 C03.1", "B02,C03.1,D04,E05").Value, 12);
    }

    [Fact]
    public void What_is_undefined_is_zero()
    {
        foreach (var measure in new[] { "f1", "precision", "recall" })
        {
            Assert.Equal(0, Rate("mimiciv_billing_code_" + measure, "none", "I10").Value);
            Assert.Equal(0, Rate("helm_mimiciv_billing_code_" + measure, "", "").Value);
        }
    }

    [Fact]
    public void A_reference_without_codes_cannot_be_used() => Assert.Equal(UnscoredReason.ReferenceUnusable, Rate("mimiciv_billing_code_f1", "I10", " ,").Unscored.Reason);

    [Theory]
    [InlineData("S72.001A", "S72", 1)]
    [InlineData("S72.001A", "S72.009B", 1)]
    [InlineData("Z3A.01", "Z3A.01", 0)]
    [InlineData("j18.9", "J18.9", 0)]
    [InlineData("0DTJ4ZZ", "0DTJ4ZZ", 0)]
    [InlineData("**J18.9**", "J18.9", 1)]
    [InlineData("J18.9.", "J18.9", 1)]
    [InlineData("J189", "J18.9", 0)]
    [InlineData("E785", "E785", 1)]
    [InlineData("E1165", "E1165", 0)]
    public void HELM_finds_what_its_pattern_finds_on_both_sides(string text, string reference, double f1) =>
        Assert.Equal(f1, Rate("helm_mimiciv_billing_code_f1", text, reference).Value);

    [Theory]
    [InlineData("S72.001A", "S72", 0)]
    [InlineData("S72.001A", "S72001A", 1)]
    [InlineData("Z3A.01", "Z3A.01", 1)]
    [InlineData("j18.9", "J18.9", 1)]
    [InlineData("0DTJ4ZZ", "0DTJ4ZZ", 1)]
    public void The_repaired_metric_does_not(string text, string reference, double f1) => Assert.Equal(f1, Rate("mimiciv_billing_code_f1", text, reference).Value);

    private static Score Rate(string metric, string text, string reference)
    {
        var score = ((IAnswerMetric)MetricCatalog.Standard.Get(metric)).Rate(new Answer(text, Adaptation.Generation, new([reference], [true])));
        Assert.Equal(metric, score.Metric);
        return score;
    }
}
