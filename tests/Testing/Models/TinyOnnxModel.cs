using System.Runtime.InteropServices;

namespace MedHelm.Testing.Models;

/// <summary>
/// An encoder small enough to be checked by hand. Output last_hidden_state is the token's row of a table; output layer_1 adds to it the sum of
/// the rows of all tokens that the attention mask lets through, so that a wrong mask shows.
/// </summary>
public static class TinyOnnxModel
{
    private const int Float = 1;
    private const int Int64 = 7;

    /// <summary>A token a line; the row of each is at its place in Table.</summary>
    public static IReadOnlyList<string> Vocabulary { get; } =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "chest", "pain", "##ful", "no", "fever", ",", ".", "cafe"];

    public static int Dimension => 3;

    /// <summary>The vector of each token.</summary>
    public static IReadOnlyList<float[]> Table { get; } =
    [
        [9, 9, 9], [0.5f, -1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0], [3, 4, 0], [0, 2, 1], [1, 1, 2], [-1, 2, 2], [2, 0, 1], [0, 1, 0], [0, -1, 1], [1, 2, -2],
    ];

    /// <summary>Writes model.onnx and vocab.txt.</summary>
    /// <returns>The model's path.</returns>
    public static string Write(string folder, bool withTypes = false)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), string.Concat(Vocabulary.Select(token => token + "\n")));
        var path = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(path, Bytes(withTypes));
        return path;
    }

    private static byte[] Bytes(bool withTypes)
    {
        var graph = new ProtoMessage()
            .Add(1, Node("Gather", ["table", "input_ids"], "last_hidden_state"))
            .Add(1, Node("Cast", ["attention_mask"], "mask", new ProtoMessage().Add(1, "to").Add(3, Float).Add(20, 2)))
            .Add(1, Node("Unsqueeze", ["mask", "last_axis"], "mask_column"))
            .Add(1, Node("Mul", ["last_hidden_state", "mask_column"], "seen"))
            .Add(1, Node("ReduceSum", ["seen", "token_axis"], "sum"))
            .Add(1, Node("Add", ["last_hidden_state", "sum"], "layer_1"))
            .Add(2, "tiny")
            .Add(5, Tensor("table", Float, [Table.Count, Dimension], MemoryMarshal.AsBytes<float>(Table.SelectMany(row => row).ToArray())))
            .Add(5, Tensor("last_axis", Int64, [1], MemoryMarshal.AsBytes<long>([2])))
            .Add(5, Tensor("token_axis", Int64, [1], MemoryMarshal.AsBytes<long>([1])))
            .Add(11, Value("input_ids", Int64, "batch", "tokens"))
            .Add(11, Value("attention_mask", Int64, "batch", "tokens"));
        if (withTypes) graph.Add(11, Value("token_type_ids", Int64, "batch", "tokens"));
        graph.Add(12, Value("last_hidden_state", Float, "batch", "tokens", "vector")).Add(12, Value("layer_1", Float, "batch", "tokens", "vector"));
        return new ProtoMessage().Add(1, 8).Add(7, graph).Add(8, new ProtoMessage().Add(1, "").Add(2, 17)).Bytes();
    }

    private static ProtoMessage Node(string kind, string[] inputs, string output, ProtoMessage? attribute = null)
    {
        var node = new ProtoMessage();
        foreach (var input in inputs) node.Add(1, input);
        node.Add(2, output).Add(4, kind);
        return attribute is null ? node : node.Add(5, attribute);
    }

    private static ProtoMessage Tensor(string name, int type, long[] sizes, ReadOnlySpan<byte> values)
    {
        var tensor = new ProtoMessage();
        foreach (var size in sizes) tensor.Add(1, size);
        return tensor.Add(2, type).Add(8, name).Add(9, values.ToArray());
    }

    private static ProtoMessage Value(string name, int type, params string[] axes)
    {
        var shape = new ProtoMessage();
        foreach (var axis in axes) shape.Add(1, new ProtoMessage().Add(2, axis));
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, new ProtoMessage().Add(1, type).Add(2, shape)));
    }
}
