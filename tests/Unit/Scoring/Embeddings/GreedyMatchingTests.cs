using MedHelm.Scoring.Metrics.Embeddings;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Embeddings;

/// <summary>Figures of numpy 1.24: sim = h @ r.T of rows scaled to length one, maxima over rows and columns, means without special tokens.</summary>
public sealed class GreedyMatchingTests
{
    [Fact]
    public void Precision_recall_and_F1_are_those_of_numpy_and_special_tokens_match_but_do_not_count()
    {
        var answer = Vectors([[1, 0, 0], [3, 4, 0], [0, 2, 1], [5, 0, 1], [0, 0, 1]], [true, false, false, false, true]);
        var reference = Vectors([[1, 0, 0.2f], [1, 2, 2], [2, 0, 1], [0, 0, 1]], [true, false, false, true]);

        var agreement = GreedyMatching.Compare(answer, reference);

        Assert.Equal(0.8759201747777496, agreement.Precision, 6);
        Assert.Equal(0.9295955061188239, agreement.Recall, 6);
        Assert.Equal(0.901959996036007, agreement.F1, 6);
    }

    [Fact]
    public void Vectors_longer_than_a_register_with_a_rest_are_compared_whole()
    {
        var answer = Vectors(Waves(6, 0.3), [true, false, false, false, false, true]);
        var reference = Vectors(Waves(9, 1.1), [true, false, false, false, false, false, false, false, true]);

        var agreement = GreedyMatching.Compare(answer, reference);

        Assert.Equal(0.6971431765729299, agreement.Precision, 6);
        Assert.Equal(0.544805063863623, agreement.Recall, 6);
        Assert.Equal(0.611631178287107, agreement.F1, 6);
    }

    [Fact]
    public void Exchanging_the_texts_exchanges_precision_and_recall()
    {
        var (one, other) = (Vectors(Waves(4, 0.2), new bool[4]), Vectors(Waves(7, 2.2), new bool[7]));

        var (there, back) = (GreedyMatching.Compare(one, other), GreedyMatching.Compare(other, one));

        Assert.Equal((there.Precision, there.Recall, there.F1), (back.Recall, back.Precision, back.F1));
        Assert.NotEqual(there.Precision, there.Recall, 3);
    }

    [Fact]
    public void A_text_agrees_with_itself_fully_and_never_more_than_that()
    {
        var text = Vectors(Waves(40, 0.9), new bool[40]);

        var agreement = GreedyMatching.Compare(text, text);

        Assert.InRange(agreement.Precision, 0.999999, 1);
        Assert.InRange(agreement.F1, 0.999999, 1);
    }

    [Fact]
    public void Opposed_vectors_give_negative_means_and_an_F1_of_zero()
    {
        var agreement = GreedyMatching.Compare(Vectors([[1, 0]], [false]), Vectors([[-1, 0.5f], [-1, -0.2f]], [false, false]));

        Assert.Equal(-0.8944271909999159, agreement.Precision, 6);
        Assert.Equal(-0.937503933345418, agreement.Recall, 6);
        Assert.Equal(0, agreement.F1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_text_of_special_tokens_alone_agrees_with_nothing(bool answerIsEmpty)
    {
        var (empty, text) = (Vectors([[1, 0], [0, 1]], [true, true]), Vectors([[1, 0], [1, 1]], [true, false]));

        var agreement = answerIsEmpty ? GreedyMatching.Compare(empty, text) : GreedyMatching.Compare(text, empty);

        Assert.Equal((0.0, 0.0, 0.0), (agreement.Precision, agreement.Recall, agreement.F1));
    }

    [Fact]
    public void A_vector_of_zeros_is_like_nothing() =>
        Assert.Equal(0.5, GreedyMatching.Compare(Vectors([[0, 0], [2, 0]], [false, false]), Vectors([[1, 0]], [false])).Precision, 6);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Numbers_that_are_infinite_or_none_are_refused_with_the_token(float bad) =>
        Assert.Contains("token 1", Assert.Throws<InvalidDataException>(() => Vectors([[1, 2], [3, bad]], [false, false])).Message);

    [Fact]
    public void Vectors_of_two_encoders_are_not_compared() =>
        Assert.Contains("2 and of 3", Assert.Throws<InvalidOperationException>(() => GreedyMatching.Compare(Vectors([[1, 2]], [false]), Vectors([[1, 2, 3]], [false]))).Message);

    private static float[][] Waves(int tokens, double phase, int dimension = 7) =>
        [.. Enumerable.Range(0, tokens).Select(i => Enumerable.Range(0, dimension).Select(d => (float)Math.Sin((0.7 * (i + 1) * (d + 1)) + phase)).ToArray())];

    private static TokenVectors Vectors(float[][] rows, bool[] special) => new([.. rows.SelectMany(row => row)], rows[0].Length, special, cut: false);
}
