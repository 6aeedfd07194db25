using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.Overlap;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Overlap;

/// <summary>Expected figures were computed by NLTK 3.8's sentence_bleu with its smoothing method 3, over words split by the patterns of sacreBLEU's tokenizer 13a.</summary>
public sealed class BleuTests
{
    [Theory]
    [InlineData(0.4347208719449914, "the cat sat on the mat.", "The cat sat on a mat.", "a cat is on the mat now.")]
    [InlineData(0.6315552371794037, "It is stable, 3-4 mg of 1,000.", "He is stable: 3-4 mg of 1,000.")]
    [InlineData(1, "yes", "yes")]
    [InlineData(0.7071067811865476, "stable now", "now stable")]
    [InlineData(0.10670784087376407, "alpha beta gamma delta", "alpha x beta y gamma z delta")]
    [InlineData(0, "no match here at all", "quite different words")]
    [InlineData(0, "", "quite different words")]
    [InlineData(0, "word", "")]
    public void Values_are_those_of_NLTK(double expected, string answer, params string[] references) =>
        Assert.Equal(expected, Rate(answer, new(references, [.. references.Select(_ => true)])).Value, 1e-12);

    [Theory]
    [InlineData("It is stable, 3-4 mg of 1,000.", "It is stable , 3 - 4 mg of 1,000 .")]
    [InlineData("don't stop (x/y) a-b", "don't stop ( x / y ) a-b")]
    [InlineData("BP 120/80; 2.5 mg &amp; &quot;ok&quot;", "BP 120 / 80 ; 2.5 mg & \" ok \"")]
    [InlineData("follow-\nup\nnow", "followup now")]
    [InlineData("5. a .5 x.y,z", "5 . a . 5 x . y , z")]
    public void Words_are_those_of_mteval_13a(string text, string words) => Assert.Equal(words, string.Join(' ', BleuTokenizer.Split(text)));

    [Fact]
    public void Only_correct_references_count_and_one_is_needed()
    {
        Assert.Equal(0, Rate("yes", new(["yes", "no"], [false, true])).Value);
        Assert.Equal(UnscoredReason.NoReference, Rate("yes", new(["yes"], [false])).Unscored.Reason);
    }

    private static Score Rate(string answer, References references) => new BleuMetric().Rate(new Answer(answer, Adaptation.Generation, references));
}
