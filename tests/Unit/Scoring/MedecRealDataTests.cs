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

    /// <summary>What each change does follows from the 311 notes with an error and the 286 without.</summary>
    [RealDataTheory]
    [InlineData("same, reasoned", 597, 597, 311, 0)]
    [InlineData("all correct", 286, 286, 286, 286)]
    [InlineData("all correct, with a stop", 286, 286, 311, 0)]
    [InlineData("next sentence", 597, 286, 597, 286)]
    [InlineData("all sentence 0", 311, 4, 311, 0)]
    public void Changed_answers_are_right_as_often_as_the_change_says(string change, double flags, double sentences, double helmFlags, double helmSentences)
    {
        var (f, s, hf, hs) = (0.0, 0.0, 0.0, 0.0);
        foreach (var truth in Truths())
        {
            var id = truth == "CORRECT" ? 0 : int.Parse(truth.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            var text = change switch
            {
                "same, reasoned" => $"I compared the drug with the finding.\n\nFinal answer: {truth.ReplaceLineEndings(" ")}",
                "all correct" => "CORRECT",
                "all correct, with a stop" => "Correct.",
                "next sentence" => truth == "CORRECT" ? truth : $"{id + 1} It is another one.",
                _ => "Sentence 0: It is the first one.",
            };
            var answer = new Answer(text, Adaptation.Generation, new([truth], [true]));
            f += new MedecFlagAccuracy().Rate(answer).Value;
            s += new MedecSentenceAccuracy().Rate(answer).Value;
            hf += new HelmMedecFlagAccuracy().Rate(answer).Value;
            hs += new HelmMedecSentenceAccuracy().Rate(answer).Value;
        }
        Assert.Equal((flags, sentences, helmFlags, helmSentences), (f, s, hf, hs));
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
