using System.Collections.Frozen;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>The possible outputs of one instance; for multiple choice the options in letter order.</summary>
internal sealed record References(IReadOnlyList<string> Texts, IReadOnlyList<bool> Correct)
{
    internal bool AnyCorrect { get; } = Correct.Contains(true);

    internal IEnumerable<string> CorrectTexts => Texts.Where((_, i) => Correct[i]);

    /// <summary>Sub-run the instance belongs to; empty where the benchmark has none.</summary>
    internal string Subset { get; init; } = "";

    /// <summary>Cluster the instance belongs to, such as its patient or note; empty where it is its own.</summary>
    internal string Cluster { get; init; } = "";

    /// <summary>What metrics need besides the outputs, by name.</summary>
    internal IReadOnlyDictionary<string, string> Extras { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>An extra without the space around it; empty when there is none of that name.</summary>
    internal string Extra(string name) => Extras.TryGetValue(name, out var value) ? value.Trim() : "";

    internal static References Of(IReadOnlyCollection<Reference> references, IReadOnlyCollection<Extra> extras) =>
        new([.. references.Select(r => r.Text)], [.. references.Select(r => r.Correct)])
        {
            // The last of a name counts, as in a mapping.
            Extras = extras.GroupBy(e => e.Name, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal),
        };
}
