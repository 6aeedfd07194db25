using System.Numerics.Tensors;

namespace MedHelm.Scoring.Metrics.Embeddings;

/// <summary>
/// BERTScore's greedy matching (Zhang et al. 2020), without idf and without rescaling by a baseline: each token is matched with the most
/// similar one of the other text. Special tokens weigh nothing in the means, but may be the match of another, as in the authors' bert_score.
/// A text without any other token agrees with nothing: 0.
/// </summary>
internal static class GreedyMatching
{
    /// <exception cref="InvalidOperationException">The vectors are of two encoders.</exception>
    internal static BertAgreement Compare(TokenVectors answer, TokenVectors reference)
    {
        if (answer.Texts == 0 || reference.Texts == 0) return new(0, 0);
        if (answer.Dimension != reference.Dimension)
            throw new InvalidOperationException($"Vectors of {answer.Dimension} and of {reference.Dimension} numbers cannot be compared; one encoder must make both.");

        var bestOfAnswer = new float[answer.Count];
        var bestOfReference = new float[reference.Count];
        bestOfAnswer.AsSpan().Fill(float.NegativeInfinity);
        bestOfReference.AsSpan().Fill(float.NegativeInfinity);
        for (var i = 0; i < answer.Count; i++)
        {
            var vector = answer.Of(i);
            for (var j = 0; j < reference.Count; j++)
            {
                var similarity = TensorPrimitives.Dot(vector, reference.Of(j));
                if (similarity > bestOfAnswer[i]) bestOfAnswer[i] = similarity;
                if (similarity > bestOfReference[j]) bestOfReference[j] = similarity;
            }
        }
        return new(Mean(bestOfAnswer, answer), Mean(bestOfReference, reference));
    }

    private static double Mean(float[] best, TokenVectors tokens)
    {
        var sum = 0.0;
        for (var i = 0; i < best.Length; i++)
            // Rounding takes the cosine of equal vectors past 1 in its seventh digit.
            if (!tokens.IsSpecial(i)) sum += Math.Clamp(best[i], -1f, 1f);
        return sum / tokens.Texts;
    }
}
