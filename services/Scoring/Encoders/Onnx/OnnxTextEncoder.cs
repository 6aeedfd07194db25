using System.Security.Cryptography;
using MedHelm.Scoring.Metrics.Embeddings;
using MedHelm.ServiceDefaults;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RunnerOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace MedHelm.Scoring.Encoders.Onnx;

/// <summary>A BERT-like model in an ONNX file, run in this process.</summary>
internal sealed class OnnxTextEncoder : ITextEncoder, IDisposable
{
    private const string StandardOutput = "last_hidden_state";
    private const string Ids = "input_ids";
    private const string Mask = "attention_mask";
    private const string Types = "token_type_ids";
    private const int MostTokensAtOnce = 4 * WordPieces.MostTokens;

    private readonly InferenceSession session;
    private readonly WordPieces pieces;
    private readonly string output;
    private readonly string name;
    // The model takes every core by itself: two at once are no faster and need twice the memory.
    private readonly SemaphoreSlim turn = new(1, 1);

    private OnnxTextEncoder(InferenceSession session, WordPieces pieces, string output, string name) =>
        (this.session, this.pieces, this.output, this.name) = (session, pieces, output, name);

    /// <exception cref="SettingsException">The file is no such model; the message says what it lacks.</exception>
    internal static OnnxTextEncoder Load(EncoderSettings settings)
    {
        InferenceSession? loaded = null;
        try
        {
            var vocabulary = WordPieces.Read(File.ReadLines(settings.Vocabulary), settings.Cased);
            using var options = new RunnerOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            loaded = new InferenceSession(settings.Model, options);
            var chosen = Output(loaded, settings.Output);
            CheckInputs(loaded);
            return new(loaded, vocabulary, chosen, Name(settings.Model!, chosen));
        }
        catch (Exception e) when (e is OnnxRuntimeException or InvalidDataException or IOException or UnauthorizedAccessException or DllNotFoundException or TypeInitializationException)
        {
            loaded?.Dispose();
            throw new SettingsException([$"MEDHELM__ENCODER__MODEL names '{settings.Model}', which cannot be used: {(e.InnerException ?? e).Message}."]);
        }
    }

    public async Task<EncoderReply> EncodeAsync(IReadOnlyList<string> texts, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => Encode(texts, cancel), cancel);
        }
        catch (Exception e) when (e is OnnxRuntimeException or InvalidDataException)
        {
            throw new EncoderException($"the model of MEDHELM__ENCODER__MODEL ({name}) failed: {e.Message}", passing: false);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        session.Dispose();
        turn.Dispose();
    }

    private EncoderReply Encode(IReadOnlyList<string> texts, CancellationToken cancel)
    {
        var tokens = texts.Select(pieces.Encode).ToArray();
        var vectors = new TokenVectors[texts.Count];
        // Texts of like length together, because the shorter are filled up to the longest.
        var byLength = Enumerable.Range(0, texts.Count).OrderBy(i => tokens[i].Ids.Length).ToArray();
        for (var from = 0; from < byLength.Length;)
        {
            cancel.ThrowIfCancellationRequested();
            var count = 1;
            while (from + count < byLength.Length && tokens[byLength[from + count]].Ids.Length * (count + 1) <= MostTokensAtOnce) count++;
            Run(byLength.AsSpan(from, count), tokens, vectors);
            from += count;
        }
        return new(name, vectors);
    }

    private void Run(ReadOnlySpan<int> texts, (int[] Ids, bool Cut)[] tokens, TokenVectors[] vectors)
    {
        var length = tokens[texts[^1]].Ids.Length;
        var (ids, mask, types) = (Input(texts.Length, length), Input(texts.Length, length), Input(texts.Length, length));
        ids.Fill(pieces.Padding);
        for (var row = 0; row < texts.Length; row++)
            for (var token = 0; token < tokens[texts[row]].Ids.Length; token++) (ids[row, token], mask[row, token]) = (tokens[texts[row]].Ids[token], 1);

        NamedOnnxValue[] inputs = [.. new[] { (Ids, ids), (Mask, mask), (Types, types) }
            .Where(input => session.InputMetadata.ContainsKey(input.Item1)).Select(input => NamedOnnxValue.CreateFromTensor(input.Item1, input.Item2))];
        using var results = session.Run(inputs, [output]);
        var found = results[0].AsTensor<float>().ToDenseTensor();
        if (found.Dimensions is not [var rows, var columns, var dimension] || rows != texts.Length || columns != length)
            throw new InvalidDataException($"output '{output}' must have a vector for each token of each text");
        for (var row = 0; row < texts.Length; row++)
        {
            var (own, cut) = tokens[texts[row]];
            vectors[texts[row]] = new(found.Buffer.Span.Slice(row * length * dimension, own.Length * dimension), dimension, [.. own.Select(pieces.IsSpecial)], cut);
        }
    }

    private static DenseTensor<long> Input(int rows, int columns) => new([rows, columns]);

    private static string Output(InferenceSession model, string? wanted)
    {
        var names = model.OutputMetadata.Keys.Order(StringComparer.Ordinal).ToArray();
        var chosen = wanted ?? (names.Length == 1 ? names[0] : StandardOutput);
        if (!model.OutputMetadata.TryGetValue(chosen, out var found))
            throw new InvalidDataException($"it has no output '{chosen}'; set MEDHELM__ENCODER__OUTPUT to one of {string.Join(", ", names)}");
        return found.ElementType == typeof(float) && found.Dimensions.Length == 3
            ? chosen
            : throw new InvalidDataException($"output '{chosen}' must be of 32-bit floats with three dimensions: texts, tokens, vector");
    }

    private static void CheckInputs(InferenceSession model)
    {
        string[] wrong = [.. model.InputMetadata.Where(input => input.Key is not (Ids or Mask or Types) || input.Value.ElementType != typeof(long)).Select(input => input.Key)];
        if (wrong.Length > 0 || !model.InputMetadata.ContainsKey(Ids))
            throw new InvalidDataException($"its inputs must be {Ids}, {Mask} and {Types}, of 64-bit integers, the latter two optional, but it has {string.Join(", ", model.InputMetadata.Keys)}");
    }

    /// <summary>Folder, output and digest: what tells one encoder from another.</summary>
    private static string Name(string path, string output)
    {
        using var file = File.OpenRead(path);
        var digest = Convert.ToHexStringLower(SHA256.HashData(file))[..12];
        return $"{Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))}/{output}@{digest}";
    }
}
