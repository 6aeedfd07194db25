using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.Medec;
using MedHelm.Testing.RealData;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class MedecRealDataTests
{
    [RealDataFact]
    public void Perfect_answers_are_right_on_every_note_and_under_HELM_on_no_sentence_of_a_note_with_an_error()
    {
        var truths = Truths();
        var wrong = truths.Where(truth => truth != "CORRECT").ToList();
        Assert.Equal((597, 311), (truths.Count, wrong.Count));

        Assert.Equal(597, Sum(new MedecFlagAccuracy(), truths));
        Assert.Equal(597, Sum(new MedecSentenceAccuracy(), truths));
        Assert.Equal(597, Sum(new HelmMedecFlagAccuracy(), truths));
        Assert.Equal(286, Sum(new HelmMedecSentenceAccuracy(), truths));
        Assert.Equal(0, Sum(new HelmMedecSentenceAccuracy(), wrong));
    }

    private static double Sum(IAnswerMetric metric, IEnumerable<string> truths) =>
        truths.Sum(truth => metric.Rate(new Answer(truth, Adaptation.Generation, new([truth], [true]))).Value);

    private static List<string> Truths() =>
    [
        .. CsvTable.Rows(RealDataFolder.File("medec", "MEDEC-MS-TestSet-with-GroundTruth-and-ErrorType.csv"))
            .Where(row => row["Sentences"].Length > 0)
            .Select(row => row["Error Flag"] == "0" ? "CORRECT" : $"{row["Error Sentence ID"]} {row["Corrected Sentence"]}"),
    ];
}
