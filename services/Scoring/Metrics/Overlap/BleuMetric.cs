using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>BLEU of an answer against all correct references at once; see <see cref="Bleu"/>.</summary>
internal sealed class BleuMetric : IAnswerMetric
{
    public Metric Description { get; } = Descriptions.Share(
        MetricNames.Bleu,
        "BLEU-4 (sentence)",
        "Geometric mean of the shares of the answer's phrases of one to four words that the correct references have, times a penalty for an answer shorter than the "
        + "reference closest in length; from 0 to 1 (sacreBLEU's figure by 100). As sacreBLEU's defaults for a sentence, because those are what others report: words as in the WMT's mteval-v13a with "
        + "their case; where no phrase of a length matches, 1/2, 1/4, ... of a match stands in (NIST, method 3 of Chen and Cherry); lengths beyond the answer's own are left out. "
        + "Several references count together, not the best of them. The mean over answers is not corpus BLEU, which adds up matches and lengths over all answers before it "
        + "divides, and needs no stand-ins. HELM's bleu_4, not among MedHELM's metrics, is the share of phrases of four words alone. A failed completion is unscored.",
        "Papineni K, Roukos S, Ward T, Zhu W-J. BLEU: a Method for Automatic Evaluation of Machine Translation. ACL 2002, 311-318; Chen B, Cherry C. WMT 2014, 362-367; Post M. A Call for "
        + "Clarity in Reporting BLEU Scores. WMT 2018, 186-191");

    public Score Rate(Answer answer)
    {
        if (!answer.References.AnyCorrect) return Scores.None(MetricNames.Bleu, UnscoredReason.NoReference);
        var tokenizer = new BleuTokenizer();
        var words = tokenizer.Read(answer.Text);
        int[][] references = [.. answer.References.CorrectTexts.Select(tokenizer.Read)];
        return Scores.Of(MetricNames.Bleu, Bleu.Of(words, references, tokenizer.Vocabulary));
    }
}
