using MedHelm.Scoring.Metrics.Embeddings;

namespace MedHelm.Scoring.Execution;

/// <summary>Vectors of texts that many answers are compared with. The least recently used leave when all together grow too large; those of another encoder leave at once.</summary>
internal sealed class VectorCache(long limit)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Text, TokenVectors Vectors)>> entries = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Text, TokenVectors Vectors)> byUse = new();
    private string encoder = "";
    private long size;

    /// <summary>What is there of some texts, and which encoder made it.</summary>
    internal (string Encoder, Dictionary<string, TokenVectors> Found) Find(IEnumerable<string> texts)
    {
        var found = new Dictionary<string, TokenVectors>(StringComparer.Ordinal);
        lock (gate)
        {
            foreach (var text in texts)
            {
                if (!entries.TryGetValue(text, out var node)) continue;
                byUse.Remove(node);
                byUse.AddFirst(node);
                found[text] = node.Value.Vectors;
            }
            return (encoder, found);
        }
    }

    internal void Keep(string madeBy, string text, TokenVectors vectors)
    {
        lock (gate)
        {
            if (madeBy != encoder)
            {
                entries.Clear();
                byUse.Clear();
                (encoder, size) = (madeBy, 0);
            }
            if (entries.ContainsKey(text)) return;
            entries[text] = byUse.AddFirst((text, vectors));
            size += Size(text, vectors);
            while (size > limit && byUse.Last is { } oldest)
            {
                byUse.RemoveLast();
                entries.Remove(oldest.Value.Text);
                size -= Size(oldest.Value.Text, oldest.Value.Vectors);
            }
        }
    }

    private static long Size(string text, TokenVectors vectors) => 100 + (2L * text.Length) + vectors.Bytes;
}
