using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class MatchMetricTests
{
    private static readonly References Letters = new(["Rest", "The walk", "A walk!"], [false, true, false]);

    [Theory]
    [InlineData(" yes\n", 1)]
    [InlineData("Yes", 0)]
    [InlineData("no", 1)]
    [InlineData("", 0)]
    public void Exact_match_is_the_best_over_correct_references_after_trimming(string text, double value) =>
        Assert.Equal(value, Rate(new ExactMatch(), text, new(["yes", "no ", "Yes"], [true, true, false])).Value);

    [Theory]
    [InlineData("THE  walk.", 1)]
    [InlineData("walk", 1)]
    [InlineData("walking", 0)]
    [InlineData("  ", 0)]
    public void Quasi_exact_match_ignores_case_articles_punctuation_and_space(string text, double value) =>
        Assert.Equal(value, Rate(new QuasiExactMatch(), text, new(["A walk!"], [true])).Value);

    [Theory]
    [InlineData("The Walk, a-b & <c>", "walk ab c")]
    [InlineData("anaemia another thesis", "anaemia another thesis")]
    [InlineData("\tone\u00a0 two ", "one two")]
    [InlineData("na\u00efve \u2013 a test", "na\u00efve \u2013 test")]
    public void Normalisation_is_that_of_HELM(string text, string normal) => Assert.Equal(normal, QuasiExactMatch.Normalise(text));

    [Fact]
    public void A_multiple_choice_answer_is_scored_by_the_option_it_names()
    {
        var score = Rate(new ExactMatch(), "B. The walk", Letters, Adaptation.MultipleChoice);
        Assert.Equal((1.0, "letter_then_text"), (score.Value, score.Rule));
        Assert.Equal(0, Rate(new ExactMatch(), "C", Letters, Adaptation.MultipleChoice).Value);
    }

    [Fact]
    public void Quasi_exact_match_compares_the_text_of_the_chosen_option() =>
        Assert.Equal(1, Rate(new QuasiExactMatch(), "C", Letters, Adaptation.MultipleChoice).Value);

    [Fact]
    public void An_answer_that_names_no_option_is_unscored()
    {
        var score = Rate(new ExactMatch(), "None of these", Letters, Adaptation.MultipleChoice);
        Assert.Equal(UnscoredReason.NoChoice, score.Unscored.Reason);
        Assert.Equal(Score.OutcomeOneofCase.Unscored, score.OutcomeCase);
    }

    [Theory]
    [InlineData("B", 1)]
    [InlineData(" B\n", 1)]
    [InlineData("B.", 0)]
    [InlineData("b", 0)]
    [InlineData("(B)", 0)]
    [InlineData("The walk", 0)]
    [InlineData("The answer is B", 0)]
    [InlineData("D", 0)]
    [InlineData("@", 0)]
    [InlineData("", 0)]
    public void HELM_knows_an_option_by_its_bare_letter_alone(string text, double value) =>
        Assert.Equal(value, Rate(new HelmExactMatch(), text, Letters, Adaptation.MultipleChoice).Value);

    [Fact]
    public void HELM_compares_the_text_of_the_option_so_its_twin_is_right_too() =>
        Assert.Equal(1, Rate(new HelmExactMatch(), "C", new(["x", "y", " y "], [false, true, false]), Adaptation.MultipleChoice).Value);

    [Fact]
    public void HELM_scores_an_instance_without_a_correct_option_as_wrong() =>
        Assert.Equal((Score.OutcomeOneofCase.Value, 0.0), (Rate(new HelmExactMatch(), "A", new(["x"], [false]), Adaptation.MultipleChoice) is var score ? score.OutcomeCase : default, score.Value));

    [Theory]
    [InlineData(" yes\n", 1)]
    [InlineData("\u001cyes\u001f", 1)]
    [InlineData("Yes", 0)]
    [InlineData("", 0)]
    public void HELM_compares_free_text_after_trimming_as_Python_does(string text, double value) =>
        Assert.Equal(value, Rate(new HelmExactMatch(), text, new(["no", "yes"], [false, true])).Value);

    [Fact]
    public void Without_a_correct_reference_there_is_no_score() =>
        Assert.All<IAnswerMetric>([new ExactMatch(), new QuasiExactMatch()], metric =>
            Assert.Equal(UnscoredReason.NoReference, Rate(metric, "A", new(["x"], [false]), Adaptation.MultipleChoice).Unscored.Reason));

    private static Score Rate(IAnswerMetric metric, string text, References references, Adaptation adaptation = Adaptation.Generation) =>
        metric.Rate(new Answer(text, adaptation, references));
}
