using System.Numerics.Tensors;

namespace MedHelm.Scoring.Metrics.Embeddings;

/// <summary>The vectors of a text's tokens, each scaled to length one; a vector of zeros stays one, and is like nothing.</summary>
internal sealed class TokenVectors
{
    private readonly float[] unit;
    private readonly bool[] special;

    /// <param name="values">Vector after vector.</param>
    /// <param name="dimension">Numbers in a vector.</param>
    /// <param name="special">Of each token, whether it stands for no text, as [CLS] and [SEP] do.</param>
    /// <param name="cut">Whether the text went on after the last token.</param>
    /// <exception cref="InvalidDataException">A number is infinite or none, or there are not as many as there must be.</exception>
    internal TokenVectors(ReadOnlySpan<float> values, int dimension, IReadOnlyCollection<bool> special, bool cut)
    {
        if (dimension < 1 || (long)special.Count * dimension != values.Length)
            throw new InvalidDataException($"{special.Count} tokens need as many vectors of one length, but {values.Length} numbers came.");
        unit = values.ToArray();
        this.special = [.. special];
        Dimension = dimension;
        Cut = cut;
        Texts = this.special.Count(s => !s);
        for (var token = 0; token < Count; token++) Scale(unit.AsSpan(token * dimension, dimension), token);
    }

    internal int Dimension { get; }

    internal bool Cut { get; }

    /// <summary>Tokens, special ones included.</summary>
    internal int Count => special.Length;

    /// <summary>Tokens that stand for text.</summary>
    internal int Texts { get; }

    internal long Bytes => 100 + special.Length + (4L * unit.Length);

    internal bool IsSpecial(int token) => special[token];

    internal ReadOnlySpan<float> Of(int token) => unit.AsSpan(token * Dimension, Dimension);

    private static void Scale(Span<float> vector, int token)
    {
        var squares = 0.0;
        foreach (var value in vector) squares += (double)value * value;
        if (!double.IsFinite(squares)) throw new InvalidDataException($"The vector of token {token} holds a number that is infinite or none.");
        if (squares > 0) TensorPrimitives.Multiply(vector, (float)(1 / Math.Sqrt(squares)), vector);
    }
}
