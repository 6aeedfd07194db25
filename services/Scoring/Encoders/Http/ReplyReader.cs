using MedHelm.Scoring.Metrics.Embeddings;

namespace MedHelm.Scoring.Encoders.Http;

/// <summary>Checks what an endpoint answered before anything is computed from it.</summary>
internal static class ReplyReader
{
    private const int LongestName = 100;
    private const int MostTokens = 8192;
    private const int MostDimensions = 8192;

    /// <exception cref="InvalidDataException">It is not what was agreed; the message says what is wrong.</exception>
    internal static EncoderReply Read(EncodeReply? reply, int texts)
    {
        if (reply is not { Model: { } model, Vectors: { } vectors, Special: { } special }) throw new InvalidDataException("it lacks model, vectors or special");
        if (model.Length is 0 or > LongestName || !model.All(c => c is >= '!' and <= '~'))
            throw new InvalidDataException($"model must be a name of 1 to {LongestName} characters without blanks");
        if (vectors.Length != texts || special.Length != texts || (reply.Cut is { } cut && cut.Length != texts))
            throw new InvalidDataException($"{texts} texts were sent, but vectors are there for {vectors.Length} and special for {special.Length}");
        if (vectors.SelectMany(text => text ?? []).FirstOrDefault() is not { Length: > 0 and <= MostDimensions } first)
            throw new InvalidDataException($"a vector must have 1 to {MostDimensions} numbers");

        var read = new TokenVectors[texts];
        for (var i = 0; i < texts; i++) read[i] = Read(i, vectors[i], special[i], first.Length, reply.Cut?[i] ?? false);
        return new(model, read);
    }

    private static TokenVectors Read(int text, float[][]? vectors, bool[]? special, int dimension, bool cut)
    {
        if (vectors is null || special is null || vectors.Length != special.Length || vectors.Length > MostTokens)
            throw new InvalidDataException($"text {text} must have as many vectors as entries in special, at most {MostTokens}");
        var flat = new float[vectors.Length * dimension];
        for (var token = 0; token < vectors.Length; token++)
        {
            if (vectors[token]?.Length != dimension) throw new InvalidDataException($"text {text}, token {token}: every vector must have {dimension} numbers as the first has");
            vectors[token].CopyTo(flat, token * dimension);
        }
        return new(flat, dimension, special, cut);
    }
}
