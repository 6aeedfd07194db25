using System.Globalization;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>
/// ROUGE F1 of an answer, the best over correct references: from 0 to 1, 0 for an answer without words. HELM removes a brace at either end of a
/// text first; braces are no part of any word, so that changes nothing, and there is no value of HELM's own to reproduce beside this one.
/// </summary>
internal sealed class RougeMetric(RougeVariant variant, bool stemmed) : IAnswerMetric
{
    // A second or two of work; clinical documents have some hundreds of lines.
    private const long MostLinePairs = 5_000_000;

    private const string Source =
        "Lin C-Y. ROUGE: A Package for Automatic Evaluation of Summaries. Text Summarization Branches Out (ACL workshop), 2004, 74-81; Google's rouge_score 0.1.2";

    public Metric Description { get; } = Descriptions.Share(
        NameOf(variant, stemmed), $"ROUGE-{variant switch { RougeVariant.One => "1", RougeVariant.Two => "2", var l => l.ToString() }}{(stemmed ? "" : " without stemming")}", Definition(variant, stemmed), Source);

    public Score Rate(Answer answer)
    {
        if (!answer.References.AnyCorrect) return Scores.None(Description.Name, UnscoredReason.NoReference);
        var texts = answer.Rouge(stemmed);
        return variant == RougeVariant.Lsum && texts.LinePairs > MostLinePairs
            ? Scores.None(Description.Name, UnscoredReason.NotApplicable, string.Create(CultureInfo.InvariantCulture, $"more than {MostLinePairs} pairs of lines to compare"))
            : Scores.Of(Description.Name, texts.Best(variant).F1);
    }

    private static string NameOf(RougeVariant variant, bool stemmed) => (variant, stemmed) switch
    {
        (RougeVariant.One, true) => MetricNames.Rouge1,
        (RougeVariant.Two, true) => MetricNames.Rouge2,
        (RougeVariant.L, true) => MetricNames.RougeL,
        (RougeVariant.Lsum, true) => MetricNames.RougeLsum,
        (RougeVariant.One, _) => MetricNames.Rouge1Unstemmed,
        (RougeVariant.Two, _) => MetricNames.Rouge2Unstemmed,
        (RougeVariant.L, _) => MetricNames.RougeLUnstemmed,
        _ => MetricNames.RougeLsumUnstemmed,
    };

    private static string Definition(RougeVariant variant, bool stemmed) =>
        variant switch
        {
            RougeVariant.One => "Harmonic mean of the shares of words that answer and reference have in common",
            RougeVariant.Two => "Harmonic mean of the shares of pairs of neighbouring words that answer and reference have in common",
            RougeVariant.L => "Harmonic mean of the shares of answer and reference that their longest common subsequence of words makes up, both taken as one sentence (not Lsum)",
            _ => "As ROUGE-L, but each line of the reference is compared with every line of the answer, and the union of their longest common subsequences counts, each word as often as both texts have it; unscored beyond five million pairs of lines",
        }
        + "; the best over correct references, 0 for an answer without words. Words are as in Google's rouge_score: lower case, runs of a-z and 0-9; "
        + (stemmed ? "those of more than three characters are stemmed by Porter's algorithm as NLTK has it. " : "nothing is stemmed. ")
        + (stemmed && variant != RougeVariant.Lsum ? "As HELM, whose removal of a brace at either end changes no word; HELM also compares with references that are marked wrong, which MedHELM's open-ended benchmarks do not have. " : "Not among HELM's. ")
        + "A failed completion is unscored.";
}
