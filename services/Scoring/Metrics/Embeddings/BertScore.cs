using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.Embeddings;

/// <summary>BERTScore (Zhang et al. 2020) through whatever encoder is configured, against the correct reference whose F1 is best.</summary>
internal sealed class BertScore(BertMeasure measure) : IEncodedMetric
{
    internal const string Blank = "empty";
    internal const string Cut = "cut";

    public Metric Description { get; } = new()
    {
        Name = measure switch
        {
            BertMeasure.Precision => MetricNames.BertScorePrecision,
            BertMeasure.Recall => MetricNames.BertScoreRecall,
            _ => MetricNames.BertScoreF1,
        },
        DisplayName = measure switch { BertMeasure.Precision => "BERTScore precision", BertMeasure.Recall => "BERTScore recall", _ => "BERTScore F1" },
        Direction = Direction.HigherIsBetter,
        RangeMin = measure == BertMeasure.F1 ? 0 : -1,
        RangeMax = 1,
        Definition = measure switch
        {
            BertMeasure.Precision => "Mean over the answer's tokens of the best cosine similarity with a token of the reference (HELM: BERTScore-P). ",
            BertMeasure.Recall => "Mean over the reference's tokens of the best cosine similarity with a token of the answer (HELM: BERTScore-R). ",
            _ => "Harmonic mean of bert_score_precision and bert_score_recall, 0 where one of them is not above 0 (HELM: BERTScore-F). ",
        }
        + "Tokens and vectors come from the encoder that is configured, and the rule of each score names it: values of two encoders cannot be compared. HELM's is "
        + "distilbert-base-uncased, layer 5. No idf weights and no rescaling by a baseline, as in HELM. Special tokens such as [CLS] and [SEP] weigh nothing, but may be the "
        + "match of another, as in the authors' bert_score. With several correct references all three numbers are those of the one with the best F1; bert_score takes the best of each "
        + "by itself. A longer text than the encoder takes is cut, and the rule then ends in ':cut'. An empty answer is 0. Texts are compared as they are but for surrounding space; HELM also takes "
        + "one brace off either end. A failed completion is unscored, and so is every answer where no encoder is configured or reached.",
        Citation = "Zhang, Kishore, Wu, Weinberger and Artzi 2020, BERTScore: Evaluating Text Generation with BERT (ICLR)",
    };

    public IReadOnlyList<EncodedText> Texts(Answer answer)
    {
        if (answer.MultipleChoice) return [];
        var (text, references) = (PythonText.Strip(answer.Text), Correct(answer));
        return text.Length == 0 || references.Length == 0 ? [] : [new(text, Shared: false), .. references.Select(reference => new EncodedText(reference, Shared: true))];
    }

    public Score Rate(Answer answer)
    {
        if (answer.MultipleChoice) return Scores.None(Description.Name, UnscoredReason.NotApplicable, "the answer is one of several options");
        if (!answer.References.AnyCorrect) return Scores.None(Description.Name, UnscoredReason.NoReference);
        var references = Correct(answer);
        if (references.Length == 0) return Scores.None(Description.Name, UnscoredReason.ReferenceUnusable, "the correct references are empty");
        var encodings = answer.Encodings;
        if (encodings.Problem.Length > 0) return Scores.None(Description.Name, UnscoredReason.NoEncoder, encodings.Problem);

        var text = PythonText.Strip(answer.Text);
        if (text.Length == 0) return Scores.Of(Description.Name, 0, Blank);
        var best = references.MaxBy(reference => encodings.Compare(text, reference).F1)!;
        var cut = encodings.IsCut(text) || encodings.IsCut(best);
        return Scores.Of(Description.Name, encodings.Compare(text, best).Of(measure), cut ? $"{encodings.Encoder}:{Cut}" : encodings.Encoder);
    }

    private static string[] Correct(Answer answer) => [.. answer.References.CorrectTexts.Select(PythonText.Strip).Where(text => text.Length > 0)];
}
