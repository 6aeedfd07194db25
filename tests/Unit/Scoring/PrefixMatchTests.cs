using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class PrefixMatchTests
{
    private static readonly References Options = new(["Aspirin", "The aspirin and rest", "Rest"], [true, false, false]);

    [Theory]
    [InlineData(" yes, because\n", 1, 1)]
    [InlineData("Yes.", 0, 1)]
    [InlineData("yesterday", 1, 1)]
    [InlineData("The yes", 0, 1)]
    [InlineData("ye", 0, 0)]
    [InlineData("no", 0, 0)]
    [InlineData("  ", 0, 0)]
    public void An_answer_that_begins_with_a_correct_reference_is_right(string text, double prefix, double quasiPrefix)
    {
        References references = new(["yes ", "no", "", "the"], [true, false, true, false]);
        Assert.Equal(prefix, Rate(new PrefixExactMatch(), text, references).Value);
        Assert.Equal(quasiPrefix, Rate(new QuasiPrefixExactMatch(), text, references).Value);
    }

    [Fact]
    public void A_multiple_choice_answer_is_right_by_its_option_not_by_how_the_options_text_begins()
    {
        Assert.All<IAnswerMetric>([new PrefixExactMatch(), new QuasiPrefixExactMatch()], metric =>
        {
            Assert.Equal((1.0, "letter"), (Rate(metric, "A", Options, Adaptation.MultipleChoice).Value, Rate(metric, "A", Options, Adaptation.MultipleChoice).Rule));
            Assert.Equal(0, Rate(metric, "B", Options, Adaptation.MultipleChoice).Value);
            Assert.Equal(UnscoredReason.NoChoice, Rate(metric, "neither", Options, Adaptation.MultipleChoice).Unscored.Reason);
            Assert.Equal(UnscoredReason.NoReference, Rate(metric, "A", new(["x"], [false])).Unscored.Reason);
        });
    }

    [Fact]
    public void HELM_compares_the_text_of_the_option_so_a_longer_one_is_right_by_its_beginning()
    {
        Assert.Equal([0, 0, 1], Helm("B", Options, Adaptation.MultipleChoice));
        Assert.Equal([1, 1, 1], Helm(" A\n", Options, Adaptation.MultipleChoice));
        Assert.Equal([0, 0, 0], Helm("A.", Options, Adaptation.MultipleChoice));
        Assert.Equal([0, 0, 0], Helm("A", new(["x"], [false]), Adaptation.MultipleChoice));
    }

    // Quasi-exact, prefix, quasi-prefix.
    [Theory]
    [InlineData("The Walk!", "a walk", 1, 0, 1)]
    [InlineData("walking", "walk", 0, 1, 1)]
    [InlineData("", "", 0, 0, 0)]
    [InlineData("anything", " ", 0, 1, 1)]
    [InlineData("anything", "The.", 0, 0, 1)]
    [InlineData("\u001ca\u00b2 \u0130s", "a\u00b2 i\u0307s", 1, 0, 1)]
    public void HELM_compares_free_text_as_Python_does(string text, string reference, double quasi, double prefix, double quasiPrefix) =>
        Assert.Equal([quasi, prefix, quasiPrefix], Helm(text, new([reference], [true])));

    private static IEnumerable<double> Helm(string text, References references, Adaptation adaptation = Adaptation.Generation) =>
        new[] { HelmMatch.Quasi, HelmMatch.Prefix, HelmMatch.QuasiPrefix }.Select(metric => Rate(metric, text, references, adaptation).Value);

    private static Score Rate(IAnswerMetric metric, string text, References references, Adaptation adaptation = Adaptation.Generation) =>
        metric.Rate(new Answer(text, adaptation, references));
}
