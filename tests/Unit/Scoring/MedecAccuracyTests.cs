using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.Medec;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class MedecAccuracyTests
{
    private const string Clean = "CORRECT";
    private const string Wrong = "3 The patient is treated with water.";

    [Theory]
    [InlineData("CORRECT", "correct")]
    [InlineData(" correct.\n", "correct")]
    [InlineData("\"Correct\"", "correct")]
    [InlineData("**CORRECT**", "correct")]
    [InlineData("Answer: CORRECT", "correct")]
    [InlineData("CORRECT\n\nEvery sentence holds.", "correct")]
    [InlineData("CORRECT. Every sentence holds.", "correct_then_text")]
    [InlineData("{\"answer\": \"CORRECT\"}", "json:correct")]
    [InlineData("Output: CORRECT", "correct")]
    [InlineData("The clinical note is medically correct.", "stated_correct")]
    [InlineData("There are no errors in the text.", "stated_correct")]
    [InlineData("Sentence 3 looks odd but holds.\n\nCORRECT", "last_line")]
    [InlineData("I read all of it.\n\nFinal answer: Correct.", "last_line")]
    [InlineData("<think>Sentence 3 is wrong? No.</think>CORRECT", "correct")]
    public void The_word_correct_says_that_the_note_has_no_error(string text, string rule)
    {
        Assert.Equal((1.0, rule), Value(new MedecFlagAccuracy(), text, Clean));
        Assert.Equal((1.0, rule), Value(new MedecSentenceAccuracy(), text, Clean));
        Assert.Equal((0.0, rule), Value(new MedecFlagAccuracy(), text, Wrong));
        Assert.Equal((0.0, rule), Value(new MedecSentenceAccuracy(), text, Wrong));
    }

    [Theory]
    [InlineData("3 The patient is treated with water.", "sentence_id")]
    [InlineData("3", "sentence_id")]
    [InlineData("3: The patient ...", "sentence_id")]
    [InlineData("3. The patient ...", "sentence_id")]
    [InlineData("3 - The patient ...", "sentence_id")]
    [InlineData("Sentence 3: The patient ...", "sentence_id")]
    [InlineData("**Sentence ID: 3**\nThe patient ...", "sentence_id")]
    [InlineData("The error is in sentence 3.", "sentence_id")]
    [InlineData("Answer: 3 The patient ...", "sentence_id")]
    [InlineData("I read all of it.\n\nFinal answer: 3 The patient ...", "last_line")]
    [InlineData("Water is no treatment.\n\n3 The patient ...", "last_line")]
    [InlineData("{\"error_sentence_id\": 3, \"correction\": \"The patient ...\"}", "named_sentence")]
    [InlineData("Water is no treatment, so sentence 3 must be mended.", "named_sentence")]
    public void A_sentence_number_says_where_the_error_is(string text, string rule)
    {
        Assert.Equal((1.0, rule), Value(new MedecFlagAccuracy(), text, Wrong));
        Assert.Equal((1.0, rule), Value(new MedecSentenceAccuracy(), text, Wrong));
        Assert.Equal((0.0, rule), Value(new MedecSentenceAccuracy(), text, "13 Another."));
        Assert.Equal((0.0, rule), Value(new MedecFlagAccuracy(), text, Clean));
        Assert.Equal((0.0, rule), Value(new MedecSentenceAccuracy(), text, Clean));
    }

    [Theory]
    [InlineData("")]
    [InlineData("The note looks fine.")]
    [InlineData("The text is not correct.")]
    [InlineData("INCORRECT")]
    [InlineData("I went through it:\n1. The history.\n2. The drugs.")]
    [InlineData("54-year-old man with fever.")]
    [InlineData("2.5 mg of salt were given.")]
    [InlineData("-1")]
    [InlineData("Correct sentence: the patient ...")]
    [InlineData("Either sentence 3 or sentence 4")]
    public void An_answer_that_says_neither_is_unscored(string text) =>
        Assert.All<IAnswerMetric>([new MedecFlagAccuracy(), new MedecSentenceAccuracy()], metric => Assert.Equal(UnscoredReason.NoChoice, Rate(metric, text, Wrong).Unscored.Reason));

    [Fact]
    public void A_reference_that_says_neither_cannot_be_used() =>
        Assert.All<IAnswerMetric>([new MedecFlagAccuracy(), new MedecSentenceAccuracy()], metric => Assert.Equal(UnscoredReason.ReferenceUnusable, Rate(metric, "3", "The patient").Unscored.Reason));

    [Theory]
    [InlineData("CORRECT", 1, 0)]
    [InlineData(" CORRECT\n", 1, 0)]
    [InlineData("CORRECT.", 0, 1)]
    [InlineData("correct", 0, 1)]
    [InlineData("", 0, 1)]
    [InlineData("3 The patient is treated with water.", 0, 1)]
    public void HELM_takes_all_but_the_bare_word_for_a_claim_of_error(string text, double clean, double wrong)
    {
        Assert.Equal(clean, Rate(new HelmMedecFlagAccuracy(), text, Clean).Value);
        Assert.Equal(wrong, Rate(new HelmMedecFlagAccuracy(), text, Wrong).Value);
    }

    [Fact]
    public void HELM_never_finds_the_sentence_of_a_note_with_an_error()
    {
        Assert.Equal(0, Rate(new HelmMedecSentenceAccuracy(), Wrong, Wrong).Value);
        Assert.Equal(0, Rate(new HelmMedecSentenceAccuracy(), "3", Wrong).Value);
        Assert.Equal(1, Rate(new HelmMedecSentenceAccuracy(), "CORRECT", Clean).Value);
        Assert.Equal(0, Rate(new HelmMedecSentenceAccuracy(), "3", Clean).Value);
        // The code would find a number that is the whole reference.
        Assert.Equal(1, Rate(new HelmMedecSentenceAccuracy(), "3 The patient", "3").Value);
    }

    private static (double Value, string Rule) Value(IAnswerMetric metric, string text, string reference) => Rate(metric, text, reference) is var score ? (score.Value, score.Rule) : default;

    private static Score Rate(IAnswerMetric metric, string text, string reference) => metric.Rate(new Answer(text, Adaptation.Generation, new([reference], [true])));
}
