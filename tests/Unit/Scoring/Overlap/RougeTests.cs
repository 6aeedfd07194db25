using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.Overlap;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Overlap;

/// <summary>Expected figures were computed by Google's rouge_score with NLTK 3.8.</summary>
public sealed class RougeTests
{
    private const double Near = 1e-12;
    private static readonly string[] Measures = ["rouge_1", "rouge_2", "rouge_l", "rouge_lsum"];

    private static readonly string[] Texts =
    [
        "The patients were examined and their medications continued.", "Patient was examined; medication is continuing, and he agreed.", "No acute distress.\nLungs are clear.\nFollow up in 2 weeks.",
        "Follow-up in two weeks.\nNo distress, lungs clear", "a b a b c", "b a b a\nc a b", "Heart rate 72, blood pressure 120/80.", "\n\nweeks\nweeks\n", "one", "",
    ];

    [Theory]
    [InlineData("The patients were examined and their medications continued.", "Patient was examined; medication is continuing, and he agreed.", 0.5882352941176471, 0, 0.47058823529411764, 0.47058823529411764)]
    [InlineData("No acute distress.\nLungs are clear.\nFollow up in 2 weeks.", "Follow-up in two weeks.\nNo distress, lungs clear", 0.7999999999999999, 0.33333333333333326, 0.39999999999999997, 0.7999999999999999)]
    [InlineData("Heart rate 72, blood pressure 120/80.", "blood pressure 120/80 and heart rate 72", 0.9333333333333333, 0.7692307692307692, 0.5333333333333333, 0.5333333333333333)]
    [InlineData("na\u00efve \u0130nfusion of \u212a+ 4.5mg", "naive infusion of k 4 5mg", 0.5714285714285715, 0.5, 0.5714285714285715, 0.5714285714285715)]
    [InlineData("a b a b c", "b a b a\nc a b", 0.8333333333333333, 0.6, 0.6666666666666666, 0.6666666666666666)]
    public void F1_is_that_of_the_reference_implementation(string reference, string answer, double one, double two, double l, double lsum)
    {
        double[] expected = [one, two, l, lsum];
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], F1(Measures[i], answer, reference), Near);
    }

    [Fact]
    public void Without_stemming_other_forms_of_a_word_are_other_words()
    {
        double[] expected = [0.23529411764705882, 0, 0.23529411764705882, 0.23529411764705882];
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], F1(Measures[i] + "_unstemmed", Texts[1], Texts[0]), Near);
    }

    [Fact]
    public void Precision_is_of_the_answer_and_recall_of_the_reference()
    {
        var score = new RougeTexts(Texts[1], [Texts[0]], stemmed: true).Best(RougeVariant.L);
        Assert.Equal((4 / 9.0, 4 / 8.0), (score.Precision, score.Recall));
    }

    [Fact]
    public void The_order_of_texts_does_not_change_F1_but_for_lines()
    {
        foreach (var left in Texts)
            foreach (var right in Texts)
                foreach (var metric in Measures.Take(3).SelectMany(name => new[] { name, name + "_unstemmed" }))
                    Assert.Equal(F1(metric, left, right), F1(metric, right, left));
    }

    [Fact]
    public void Values_lie_from_0_to_1_equal_texts_have_1_and_no_words_0()
    {
        foreach (var metric in Measures)
        {
            foreach (var left in Texts)
                foreach (var right in Texts) Assert.InRange(F1(metric, left, right), 0, 1);
            Assert.All(Texts.Take(7), text => Assert.Equal(1, F1(metric, text, text), Near));
            Assert.All(Texts, text => Assert.Equal(0, F1(metric, " .\n-", text)));
        }
    }

    [Fact]
    public void The_best_correct_reference_counts()
    {
        foreach (var metric in Measures)
        {
            var best = Texts.Max(text => F1(metric, Texts[3], text));
            Assert.Equal(best, F1(metric, Texts[3], Texts));
            Assert.Equal(0, Rate(metric, "one", new(["one", "two"], [false, true])).Value);
        }
    }

    [Fact]
    public void Braces_around_texts_as_HELM_removes_them_change_nothing()
    {
        foreach (var metric in Measures) Assert.Equal(F1(metric, Texts[3], Texts[2]), F1(metric, $"{{{Texts[3]}}}", $"{{{Texts[2]}}}"));
    }

    [Fact]
    public void Long_texts_compare_in_moments()
    {
        var text = string.Join(' ', Enumerable.Range(0, 30_000).Select(i => $"w{i * 7919 % 4001}"));
        Assert.Equal(1, F1("rouge_l", text, text), Near);
        Assert.Equal(1, F1("rouge_lsum", text, text), Near);
    }

    [Fact]
    public void More_pairs_of_lines_than_anybody_writes_are_not_compared()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 2300).Select(i => $"w{i}"));
        var score = Rate("rouge_lsum", lines, new([lines], [true]));
        Assert.Equal((UnscoredReason.NotApplicable, "more than 5000000 pairs of lines to compare"), (score.Unscored.Reason, score.Unscored.Detail));
    }

    [Fact]
    public void Without_a_correct_reference_there_is_no_score() =>
        Assert.All(Measures, metric => Assert.Equal(UnscoredReason.NoReference, Rate(metric, "one", new(["one"], [false])).Unscored.Reason));

    private static double F1(string metric, string answer, params string[] references) => Rate(metric, answer, new(references, [.. references.Select(_ => true)])).Value;

    private static Score Rate(string metric, string answer, References references) =>
        ((IAnswerMetric)MetricCatalog.Standard.Get(metric)).Rate(new Answer(answer, Adaptation.Generation, references));
}
