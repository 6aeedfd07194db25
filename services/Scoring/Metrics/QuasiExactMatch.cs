using System.Text;
using System.Text.RegularExpressions;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// 1 when the answer equals a correct reference after <see cref="Normalise"/>, else 0 (HELM quasi_exact_match: the best over
/// correct references; an empty answer is 0). For multiple choice the text of the chosen option is compared.
/// </summary>
internal sealed class QuasiExactMatch : IAnswerMetric
{
    private static readonly Regex Articles = new(@"\b(?:a|an|the)\b", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public Metric Description { get; } = new()
    {
        Name = MetricNames.QuasiExactMatch,
        DisplayName = "Quasi-exact match",
        Direction = Direction.HigherIsBetter,
        RangeMin = 0,
        RangeMax = 1,
        Definition = "1 when the answer equals a correct reference in lower case without ASCII punctuation, the words a, an and the, "
            + "and surplus space, else 0; for multiple choice the text of the chosen option is compared. As HELM's quasi_exact_match, "
            + "except that an answer naming no option is unscored, and so is a failed completion.",
        Citation = Citations.Helm,
    };

    public Score Rate(Answer answer)
    {
        if (!answer.References.AnyCorrect) return Scores.None(MetricNames.QuasiExactMatch, UnscoredReason.NoReference);
        if (!answer.MultipleChoice) return Scores.Of(MetricNames.QuasiExactMatch, Compare(answer.Text, answer.References));
        return answer.Choice is { } choice
            ? Scores.Of(MetricNames.QuasiExactMatch, Compare(answer.References.Texts[choice.Option], answer.References), choice.Rule)
            : Scores.None(MetricNames.QuasiExactMatch, UnscoredReason.NoChoice);
    }

    /// <summary>Lower case, no ASCII punctuation, no whole words a, an, the, single spaces (HELM).</summary>
    internal static string Normalise(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
            if (!char.IsAscii(c) || !(char.IsPunctuation(c) || char.IsSymbol(c))) plain.Append(char.ToLowerInvariant(c));
        return string.Join(' ', Articles.Replace(plain.ToString(), " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static double Compare(string text, References references)
    {
        if (string.IsNullOrWhiteSpace(text)) return 0;
        var normal = Normalise(text);
        return references.CorrectTexts.Any(reference => Normalise(reference).Equals(normal, StringComparison.Ordinal)) ? 1 : 0;
    }
}
