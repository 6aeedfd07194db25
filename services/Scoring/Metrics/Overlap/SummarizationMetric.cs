using System.Globalization;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>
/// Coverage, density or compression of an answer against its source; see <see cref="ExtractiveFragments"/>. They describe an answer: more is neither better nor worse. HELM splits
/// texts by a language model of spaCy's, which is not here, so no value is HELM's to the item.
/// </summary>
internal sealed class SummarizationMetric(FragmentMeasure measure) : IAnswerMetric
{
    public Metric Description { get; } = new()
    {
        Name = NameOf(measure),
        DisplayName = $"Summarization {ReasonName.Of(measure)}",
        Direction = Direction.Unspecified,
        RangeMin = 0,
        RangeMax = measure == FragmentMeasure.Coverage ? 1 : double.PositiveInfinity,
        Definition = Definition(measure),
        Citation = "Grusky M, Naaman M, Artzi Y. Newsroom: A Dataset of 1.3 Million Summaries with Diverse Extractive Strategies. NAACL 2018, 708-719",
    };

    public bool NeedsSource => true;

    public Score Rate(Answer answer)
    {
        if (answer.Fragments is not { } fragments) return Scores.None(Description.Name, UnscoredReason.NoSource);
        if (fragments.Words == 0) return Scores.None(Description.Name, UnscoredReason.NotApplicable, "the answer has no words");
        if (!fragments.Complete && measure != FragmentMeasure.Compression)
            return Scores.None(Description.Name, UnscoredReason.NotApplicable, string.Create(CultureInfo.InvariantCulture, $"more than {ExtractiveFragments.MostPlaces} places of the source to compare"));
        return Scores.Of(Description.Name, measure switch
        {
            FragmentMeasure.Coverage => fragments.Coverage,
            FragmentMeasure.Density => fragments.Density,
            _ => fragments.Compression,
        });
    }

    private static string NameOf(FragmentMeasure measure) => measure switch
    {
        FragmentMeasure.Coverage => MetricNames.SummarizationCoverage,
        FragmentMeasure.Density => MetricNames.SummarizationDensity,
        _ => MetricNames.SummarizationCompression,
    };

    private static string Definition(FragmentMeasure measure) =>
        measure switch
        {
            FragmentMeasure.Coverage => "Share of the answer's words that lie in passages which the source has word for word",
            FragmentMeasure.Density => "Mean length, in words, of the passage of the source that a word of the answer belongs to, 0 for a word of the answer's own",
            _ => "Words of the source for each word of the answer",
        }
        + "; it describes the answer and says nothing about its worth. The source is the instance's input, without the instructions around it. Passages are found from the answer's beginning, the longest first "
        + "at each place. Words are runs of letters and digits in lower case, with apostrophes between letters and points between digits; every other mark counts as a word of its own. HELM's figures "
        + "are by the words of spaCy's English model, which also takes line breaks as words, and differ a little; the rest is the same. An answer without any word is unscored, where HELM says 0; "
        + "so is an answer without a source, and a failed completion" + (measure == FragmentMeasure.Compression ? "." : ", and one so repetitive that more than a hundred million places of its source would be compared.");
}
