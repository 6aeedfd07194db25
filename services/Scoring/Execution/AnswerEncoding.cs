using MedHelm.Scoring.Encoders;
using MedHelm.Scoring.Metrics.Embeddings;

namespace MedHelm.Scoring.Execution;

/// <summary>Encodes what metrics compare, many texts a call; texts that other answers are compared with too are encoded once.</summary>
internal sealed partial class AnswerEncoding(ITextEncoder? encoder, TimeProvider clock, ILogger<AnswerEncoding> logger, long cacheBytes = AnswerEncoding.StandardCacheBytes)
{
    // About 170 texts of 512 tokens under a model of 768 numbers, or a thousand of a hundred words.
    internal const long StandardCacheBytes = 256L << 20;

    private readonly VectorCache shared = new(cacheBytes);
    private readonly EncoderOutage outage = new(clock);

    /// <summary>Why nothing can be encoded now; empty when it can.</summary>
    internal string Problem => encoder is null ? EncoderSettings.Missing : outage.Problem;

    /// <summary>The vectors of each group of texts, in their order, or why there are none.</summary>
    /// <param name="groups">What belongs to one answer; a group without texts needs no encoder but one that is configured.</param>
    /// <param name="comesAgain">Whether the caller will come again with the same after an exception.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="EncoderException">The encoder has been failing for a short time only, and the caller comes again.</exception>
    internal async Task<IReadOnlyList<Encodings>> EncodeAsync(IReadOnlyList<IReadOnlyList<EncodedText>> groups, bool comesAgain, CancellationToken cancel)
    {
        if (encoder is null) return [.. groups.Select(_ => Encodings.None(EncoderSettings.Missing))];
        // Of a text that stands in several places, one that is shared is enough to keep it.
        var texts = groups.SelectMany(group => group).GroupBy(text => text.Text, StringComparer.Ordinal)
            .Select(same => new EncodedText(same.Key, same.Any(text => text.Shared))).ToArray();
        if (texts.Length == 0) return [.. groups.Select(_ => new Encodings("", new Dictionary<string, TokenVectors>(StringComparer.Ordinal)))];
        try
        {
            if (!outage.MayAsk()) return Failed(groups, outage.Problem);
            var (name, vectors) = await VectorsAsync(encoder, texts, cancel);
            if (outage.Succeeded()) Log.Back(logger);
            return [.. groups.Select(_ => new Encodings(name, vectors))];
        }
        catch (EncoderException e)
        {
            // What will not pass is no outage: the encoder answers, and the reason says what is wrong.
            if (!e.Passing) Log.Unusable(logger, e.Message);
            else if (outage.Failed(e.Message)) Log.Away(logger, e.Message);
            if (e.Passing && comesAgain && outage.Problem.Length == 0) throw;
            return Failed(groups, e.Message);
        }
    }

    private async Task<(string Encoder, Dictionary<string, TokenVectors> Vectors)> VectorsAsync(ITextEncoder asked, EncodedText[] texts, CancellationToken cancel)
    {
        var (name, vectors) = shared.Find(texts.Where(text => text.Shared).Select(text => text.Text));
        EncodedText[] missing = [.. texts.Where(text => !vectors.ContainsKey(text.Text))];
        if (missing.Length == 0) return (name, vectors);

        var reply = await AskAsync(asked, missing, cancel);
        if (vectors.Count > 0 && reply.Encoder != name)
        {
            // It is another model than the one whose vectors were kept, which are of no use beside its own.
            EncodedText[] kept = [.. texts.Where(text => vectors.ContainsKey(text.Text))];
            var again = await AskAsync(asked, kept, cancel);
            if (again.Encoder != reply.Encoder) throw new EncoderException($"the encoder changed its model between two calls, from {reply.Encoder} to {again.Encoder}", passing: true);
            for (var i = 0; i < kept.Length; i++) vectors[kept[i].Text] = again.Vectors[i];
        }
        for (var i = 0; i < missing.Length; i++) vectors[missing[i].Text] = reply.Vectors[i];
        if (vectors.Values.Select(v => v.Dimension).Distinct().Count() > 1)
            throw new EncoderException($"the encoder {reply.Encoder} gives vectors of different lengths under one name", passing: false);
        foreach (var text in texts.Where(text => text.Shared)) shared.Keep(reply.Encoder, text.Text, vectors[text.Text]);
        return (reply.Encoder, vectors);
    }

    private static async Task<EncoderReply> AskAsync(ITextEncoder asked, EncodedText[] texts, CancellationToken cancel)
    {
        var reply = await asked.EncodeAsync([.. texts.Select(text => text.Text)], cancel);
        return reply.Vectors.Count == texts.Length
            ? reply
            : throw new EncoderException($"the encoder {reply.Encoder} gave {reply.Vectors.Count} texts' vectors for {texts.Length} texts", passing: false);
    }

    private static Encodings[] Failed(IReadOnlyList<IReadOnlyList<EncodedText>> groups, string problem) =>
        [.. groups.Select(group => group.Count == 0 ? new Encodings("", new Dictionary<string, TokenVectors>(StringComparer.Ordinal)) : Encodings.None(problem))];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The text encoder cannot be had: {Cause}. Scores that need it wait for {Seconds} s, then they are recorded as unscored.", EventName = "EncoderAway")]
        private static partial void Away(ILogger logger, string cause, double seconds);

        internal static void Away(ILogger logger, string cause) => Away(logger, cause, EncoderOutage.GivenUpAfter.TotalSeconds);

        [LoggerMessage(2, LogLevel.Information, "The text encoder is back.", EventName = "EncoderBack")]
        internal static partial void Back(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "The text encoder gave nothing usable: {Cause}.", EventName = "EncoderUnusable")]
        internal static partial void Unusable(ILogger logger, string cause);
    }
}
