using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// HELM's other match metrics as coded, the best over correct references. Multiple choice: the stripped answer is looked up among the bare letters, and the text of
/// that option is compared. An empty answer, and an instance without a correct reference, are 0.
/// </summary>
internal sealed class HelmMatch : IAnswerMetric
{
    private readonly Func<string, string, bool> matches;

    /// <param name="name">The metric's name.</param>
    /// <param name="displayName">Its name for people.</param>
    /// <param name="rule">When an answer is right.</param>
    /// <param name="matches">Whether an answer, given second, matches a reference.</param>
    private HelmMatch(string name, string displayName, string rule, Func<string, string, bool> matches)
    {
        this.matches = matches;
        var helm = name["helm_".Length..];
        Description = Descriptions.Share(
            name,
            $"{displayName} (as HELM)",
            $"HELM's {helm} to the item: 1 when {rule}, else 0. For multiple choice the trimmed answer must be one upper-case letter and nothing else, and the text of its option is compared; an instance without a "
            + "correct option is 0. One difference is decided: a failed completion, which HELM scores as an empty answer, is unscored here.",
            Citations.Helm);
    }

    internal static HelmMatch Quasi { get; } = new(
        MetricNames.HelmQuasiExactMatch,
        "Quasi-exact match",
        "the answer equals a correct reference, both in lower case without ASCII punctuation, the words a, an and the, and surplus space",
        static (reference, text) => PythonText.Normalise(reference).Equals(PythonText.Normalise(text), StringComparison.Ordinal));

    internal static HelmMatch Prefix { get; } = new(
        MetricNames.HelmPrefixExactMatch,
        "Prefix exact match",
        "the answer begins with a correct reference after trimming; any answer begins with a reference without text",
        static (reference, text) => text.StartsWith(PythonText.Strip(reference), StringComparison.Ordinal));

    internal static HelmMatch QuasiPrefix { get; } = new(
        MetricNames.HelmQuasiPrefixExactMatch,
        "Quasi-prefix exact match",
        "the answer begins with a correct reference, both in lower case without ASCII punctuation, the words a, an and the, and surplus space; any answer begins with a reference of which nothing is left",
        static (reference, text) => PythonText.Normalise(text).StartsWith(PythonText.Normalise(reference), StringComparison.Ordinal));

    public Metric Description { get; }

    public Score Rate(Answer answer)
    {
        var text = PythonText.Strip(answer.Text);
        if (answer.MultipleChoice) text = HelmExactMatch.Mapped(text, answer.References.Texts);
        return Scores.Of(Description.Name, text.Length > 0 && answer.References.CorrectTexts.Any(reference => matches(reference, text)) ? 1 : 0);
    }
}
