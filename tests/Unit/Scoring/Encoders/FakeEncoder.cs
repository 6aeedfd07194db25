using MedHelm.Scoring.Encoders;
using MedHelm.Scoring.Metrics.Embeddings;

namespace MedHelm.Tests.Unit.Scoring.Encoders;

/// <summary>An encoder of a vector a word: its letters counted. It keeps what it was asked, and can be told to fail.</summary>
internal sealed class FakeEncoder : ITextEncoder
{
    public List<IReadOnlyList<string>> Calls { get; } = [];

    public IEnumerable<string> Asked => Calls.SelectMany(call => call);

    public string Model { get; set; } = "fake@1";

    public int Dimension { get; set; } = 26;

    public EncoderException? Failure { get; set; }

    /// <summary>Words after this many are cut off.</summary>
    public int MostWords { get; set; } = 100;

    public Task<EncoderReply> EncodeAsync(IReadOnlyList<string> texts, CancellationToken cancel)
    {
        lock (Calls) Calls.Add(texts);
        return Failure is null ? Task.FromResult(new EncoderReply(Model, [.. texts.Select(Encode)])) : throw Failure;
    }

    private TokenVectors Encode(string text)
    {
        var words = text.Split(' ');
        var rows = words.Take(MostWords).Select(word => Enumerable.Range(0, Dimension).Select(letter => (float)word.Count(c => c == 'a' + letter)).ToArray()).ToArray();
        return new([.. rows.SelectMany(row => row)], Dimension, new bool[rows.Length], words.Length > MostWords);
    }
}
