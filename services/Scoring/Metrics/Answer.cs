using System.Collections.Frozen;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Scoring.Metrics.EhrSql;

namespace MedHelm.Scoring.Metrics;

/// <summary>A model's answer with what it is to be compared with.</summary>
internal sealed class Answer(string text, Adaptation adaptation, References references)
{
    // Several metrics of a benchmark look at the same choice.
    private readonly Lazy<Choice?> choice = new(() => ChoiceExtraction.Find(text, references.Texts), LazyThreadSafetyMode.None);

    internal string Text => text;

    internal References References => references;

    internal bool MultipleChoice => adaptation == Adaptation.MultipleChoice;

    /// <summary>The option the answer names; null when it names none.</summary>
    internal Choice? Choice => choice.Value;

    /// <summary>What came of the queries that a metric named, by their text.</summary>
    internal IReadOnlyDictionary<string, QueryOutcome> Outcomes { get; private init; } = FrozenDictionary<string, QueryOutcome>.Empty;

    /// <summary>The same answer with its queries executed.</summary>
    internal Answer With(IReadOnlyDictionary<string, QueryOutcome> outcomes) => new(text, adaptation, references) { Outcomes = outcomes };
}
