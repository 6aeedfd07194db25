using System.Collections.Frozen;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Scoring.Metrics.EhrSql;
using MedHelm.Scoring.Metrics.Embeddings;
using MedHelm.Scoring.Metrics.Overlap;

namespace MedHelm.Scoring.Metrics;

/// <summary>A model's answer with what it is to be compared with.</summary>
internal sealed class Answer(string text, Adaptation adaptation, References references)
{
    // Several metrics of a benchmark look at the same choice.
    private readonly Lazy<Choice?> choice = new(() => ChoiceExtraction.Find(text, references.Texts), LazyThreadSafetyMode.None);

    // Texts are split into words once for all metrics that count them.
    private RougeTexts? stemmedWords;
    private RougeTexts? plainWords;
    private ExtractiveFragments? fragments;

    internal string Text => text;

    internal References References => references;

    internal bool MultipleChoice => adaptation == Adaptation.MultipleChoice;

    /// <summary>The option the answer names; null when it names none.</summary>
    internal Choice? Choice => choice.Value;

    /// <summary>The text that the answer was made from; empty when it is not known.</summary>
    internal string Source { get; init; } = "";

    /// <summary>The passages it shares with its source; null without one.</summary>
    internal ExtractiveFragments? Fragments => Source.Length == 0 ? null : fragments ??= ExtractiveFragments.Of(text, Source, cancel: Cancel);

    /// <summary>Ends comparisons of long texts, which may take minutes.</summary>
    internal CancellationToken Cancel { get; set; }

    /// <summary>What came of the queries that a metric named, by their text.</summary>
    internal IReadOnlyDictionary<string, QueryOutcome> Outcomes { get; private init; } = FrozenDictionary<string, QueryOutcome>.Empty;

    /// <summary>The words of the answer and of its correct references, as ROUGE compares them.</summary>
    internal RougeTexts Rouge(bool stemmed) => stemmed
        ? stemmedWords ??= new RougeTexts(text, references.CorrectTexts, stemmed: true, Cancel)
        : plainWords ??= new RougeTexts(text, references.CorrectTexts, stemmed: false, Cancel);

    /// <summary>The vectors of the texts that a metric named.</summary>
    internal Encodings Encodings { get; private init; } = Encodings.None("the texts were not encoded");

    /// <summary>The same answer with its queries executed.</summary>
    internal Answer With(IReadOnlyDictionary<string, QueryOutcome> outcomes) => new(text, adaptation, references) { Outcomes = outcomes, Encodings = Encodings, Source = Source };

    /// <summary>The same answer with its texts encoded.</summary>
    internal Answer With(Encodings encodings) => new(text, adaptation, references) { Outcomes = Outcomes, Encodings = encodings, Source = Source };
}
