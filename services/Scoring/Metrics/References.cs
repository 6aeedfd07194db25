using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>The possible outputs of one instance; for multiple choice the options in letter order.</summary>
internal sealed record References(IReadOnlyList<string> Texts, IReadOnlyList<bool> Correct)
{
    internal bool AnyCorrect { get; } = Correct.Contains(true);

    internal IEnumerable<string> CorrectTexts => Texts.Where((_, i) => Correct[i]);

    internal static References Of(IReadOnlyCollection<Reference> references) =>
        new([.. references.Select(r => r.Text)], [.. references.Select(r => r.Correct)]);
}
