using MedHelm.Scoring.Encoders.Onnx;
using MedHelm.Scoring.Metrics.Embeddings;
using MedHelm.ServiceDefaults;
using MedHelm.Testing.Models;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Encoders;

/// <summary>The real runtime on a model whose results can be worked out by hand.</summary>
public sealed class OnnxTextEncoderTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_token_gets_its_vector_and_texts_keep_their_order_whatever_their_length()
    {
        using var encoder = Load();

        var reply = await encoder.EncodeAsync(["no chest painful fever", "pain", "", "fever, no"], default);

        Assert.Equal([[2, 8, 5, 6, 7, 9, 3], [2, 6, 3], [2, 3], [2, 9, 10, 8, 3]], reply.Vectors.Select(Tokens));
        Assert.All(reply.Vectors, text => Assert.True(text.IsSpecial(0) && text.IsSpecial(text.Count - 1) && text.Texts == text.Count - 2 && !text.Cut));
    }

    [Fact]
    public async Task The_named_output_is_taken_and_padding_is_masked()
    {
        using var encoder = Load(("OUTPUT", "layer_1"));

        var reply = await encoder.EncodeAsync(["pain", "no chest painful fever"], default);

        // [CLS] + pain + [SEP] is (1, 2, 2); added to pain's (0, 2, 1) it is (1, 4, 3), of length sqrt(26). Padding would add 9 to each.
        Assert.Equal([1 / Math.Sqrt(26), 4 / Math.Sqrt(26), 3 / Math.Sqrt(26)], reply.Vectors[0].Of(1).ToArray().Select(v => (double)v), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public async Task A_pair_is_scored_as_worked_out_by_hand()
    {
        using var encoder = Load();

        var vectors = (await encoder.EncodeAsync(["chest pain", "fever pain"], default)).Vectors;
        var agreement = GreedyMatching.Compare(vectors[0], vectors[1]);

        // chest (3,4,0)/5 is nearest to pain (0,2,1)/sqrt 5: 8/(5 sqrt 5) = 0.7155418; pain to itself. fever (2,0,1)/sqrt 5 is nearest to [CLS] (1,0,0): 2/sqrt 5 = 0.8944272.
        Assert.Equal((0.7155418 + 1) / 2, agreement.Precision, 6);
        Assert.Equal((0.8944272 + 1) / 2, agreement.Recall, 6);
    }

    [Fact]
    public async Task Many_and_long_texts_are_cut_and_run_in_parts()
    {
        using var encoder = Load();
        var words = string.Join(' ', Enumerable.Repeat("pain", 600));

        var reply = await encoder.EncodeAsync([.. Enumerable.Range(0, 11).Select(i => i % 2 == 0 ? words : $"no {i}")], default);

        Assert.Equal(Enumerable.Range(0, 11).Select(i => (i % 2 == 0 ? 512 : 4, i % 2 == 0)), reply.Vectors.Select(text => (text.Count, text.Cut)));
    }

    [Fact]
    public async Task Its_name_tells_it_from_any_other_encoder()
    {
        using var one = Load();
        using var layer = Load(("OUTPUT", "layer_1"));
        TinyOnnxModel.Write(folder.Path, withTypes: true);
        using var other = Load();

        string[] names = [.. (await Task.WhenAll(new[] { one, layer, other }.Select(encoder => encoder.EncodeAsync(["pain"], default)))).Select(reply => reply.Encoder)];

        Assert.Matches(@"\Amedhelm-\w+/last_hidden_state@[0-9a-f]{12}\z", names[0]);
        Assert.Equal(3, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_model_that_wants_token_types_gets_them()
    {
        TinyOnnxModel.Write(folder.Path, withTypes: true);
        using var encoder = OnnxTextEncoder.Load(Configured.Read(("MODEL", Path.Combine(folder.Path, "model.onnx"))));

        var reply = await encoder.EncodeAsync(["pain"], default);

        Assert.Equal([2, 6, 3], Tokens(reply.Vectors[0]));
    }

    [Fact]
    public void An_output_that_is_not_there_is_named_with_those_that_are() =>
        Assert.Contains("MEDHELM__ENCODER__OUTPUT to one of last_hidden_state, layer_1", Assert.Throws<SettingsException>(() => Load(("OUTPUT", "layer_5"))).Message);

    [Fact]
    public void A_file_that_is_no_model_stops_the_start()
    {
        var model = TinyOnnxModel.Write(folder.Path);
        folder.Write("model.onnx", "not a model");

        Assert.Contains(model, Assert.Throws<SettingsException>(() => OnnxTextEncoder.Load(Configured.Read(("MODEL", model)))).Message);
    }

    private OnnxTextEncoder Load(params (string, string)[] settings)
    {
        var model = Path.Combine(folder.Path, "model.onnx");
        if (!File.Exists(model)) TinyOnnxModel.Write(folder.Path);
        return OnnxTextEncoder.Load(Configured.Read([("MODEL", model), .. settings]));
    }

    /// <summary>Which tokens the vectors are of: no two rows of the table point the same way.</summary>
    private static int[] Tokens(TokenVectors text) =>
    [
        .. Enumerable.Range(0, text.Count).Select(token => Enumerable.Range(0, TinyOnnxModel.Table.Count).Single(row =>
        {
            var length = Math.Sqrt(TinyOnnxModel.Table[row].Sum(value => value * value));
            return TinyOnnxModel.Table[row].Zip(text.Of(token).ToArray()).All(pair => Math.Abs((pair.First / length) - pair.Second) < 1e-6);
        })),
    ];
}
