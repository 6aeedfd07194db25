using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Statistics;
using MedHelm.Testing.RealData;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Overlap;

/// <summary>
/// GPT-4's 40 recorded notes of ACI-Bench's first test set against the clinicians'. Means were computed outside by Google's rouge_score, by NLTK 3.8's sentence_bleu
/// (smoothing method 3, words by sacreBLEU's patterns 13a), and for fragments by the plain search of Grusky et al. over words split by our rule.
/// </summary>
public sealed class OverlapRealDataTests
{
    [RealDataTheory]
    [InlineData("rouge_1", 0.5394419395440722)]
    [InlineData("rouge_2", 0.2343089254817387)]
    [InlineData("rouge_l", 0.311410248802903)]
    [InlineData("rouge_lsum", 0.4744390192608564)]
    [InlineData("rouge_1_unstemmed", 0.5175803807343224)]
    [InlineData("rouge_2_unstemmed", 0.22584968514995812)]
    [InlineData("rouge_l_unstemmed", 0.30294691140665503)]
    [InlineData("rouge_lsum_unstemmed", 0.4597214125235115)]
    [InlineData("bleu", 0.12154973937045951)]
    [InlineData("summarization_coverage", 0.6984203022782722)]
    [InlineData("summarization_density", 2.8381650829376968)]
    [InlineData("summarization_compression", 4.153385744172217)]
    public void Means_over_recorded_notes_are_those_computed_independently(string metric, double mean) =>
        Assert.Equal(mean, MeanOf(metric, note => note), 1e-9);

    /// <summary>Figures of the authors' table for these notes (ROUGE without stemming, its L the one by lines), in hundredths of a per cent.</summary>
    [RealDataTheory]
    [InlineData("rouge_1_unstemmed", 51.76)]
    [InlineData("rouge_2_unstemmed", 22.58)]
    [InlineData("rouge_lsum_unstemmed", 45.97)]
    public void Means_over_recorded_notes_are_those_their_authors_published(string metric, double published) =>
        Assert.Equal(published, Math.Round(100 * MeanOf(metric, note => note), 2));

    [RealDataTheory]
    [InlineData("rouge_lsum", 0.49802949147156655)]
    [InlineData("rouge_lsum_unstemmed", 0.48075161323409016)]
    public void Lines_are_compared_as_by_the_reference_implementation(string metric, double mean) =>
        Assert.Equal(mean, MeanOf(metric, note => note.Replace(". ", ".\n", StringComparison.Ordinal)), 1e-9);

    private static double MeanOf(string metric, Func<string, string> change)
    {
        var rows = CsvTable.Rows(RealDataFolder.File("recorded", "aci_bench", "test1GPT-4_.csv"));
        Assert.Equal(40, rows.Count);
        var rule = (IAnswerMetric)MetricCatalog.Standard.Get(metric);
        return Mean.Of([.. rows.Select(row => rule.Rate(new Answer(change(row["note"]), Adaptation.Generation, new([row["Reference Summaries"]], [true])) { Source = row["Dialogues"] }).Value)]);
    }
}
