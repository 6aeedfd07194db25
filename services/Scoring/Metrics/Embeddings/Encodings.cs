using System.Collections.Frozen;

namespace MedHelm.Scoring.Metrics.Embeddings;

/// <summary>The vectors of an answer and of what it is compared with, or why there are none.</summary>
/// <param name="encoder">Name and version of what made them; empty where nothing had to be encoded.</param>
/// <param name="vectors">By text.</param>
/// <param name="problem">Why they are missing; empty when they are not.</param>
internal sealed class Encodings(string encoder, IReadOnlyDictionary<string, TokenVectors> vectors, string problem = "")
{
    // Precision, recall and F1 of one answer rest on the same matching.
    private readonly Dictionary<(string Answer, string Reference), BertAgreement> compared = [];

    internal string Encoder => encoder;

    internal string Problem => problem;

    internal static Encodings None(string problem) => new("", FrozenDictionary<string, TokenVectors>.Empty, problem);

    internal BertAgreement Compare(string answer, string reference) => compared.TryGetValue((answer, reference), out var known)
        ? known
        : compared[(answer, reference)] = GreedyMatching.Compare(vectors[answer], vectors[reference]);

    internal bool IsCut(string text) => vectors[text].Cut;
}
