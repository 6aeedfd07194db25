using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>
/// 1 when the answer attempts a query exactly for a question that the database can answer (Lee et al., EHRSQL, 2022: F1 of answerable
/// questions), else 0; 0 to 1. The tally gives precision, recall and F1 over all questions. Undefined without a correct reference.
/// </summary>
internal sealed class EhrSqlAnswerability : IAnswerMetric
{
    public Metric Description { get; } = Descriptions.Share(
        MetricNames.EhrSqlAnswerability,
        "EHRSQL answerability",
        "1 when the answer gives a query and the database can answer the question, or gives none and it cannot, else 0. Over all questions: precision is the share of attempted "
        + "questions that can be answered, recall the share of answerable questions that are attempted, F1 their harmonic mean (F1ans of Lee et al., EHRSQL, without regard to whether the "
        + "query is right). Tags, code fences and prose around one query are taken off; empty, null and declining answers attempt nothing. A failed completion is unscored.",
        Citations.EhrSql);

    public Score Rate(Answer answer)
    {
        if (!answer.References.AnyCorrect && !EhrSqlItem.CannotBeAnswered(answer.References)) return Scores.None(MetricNames.EhrSqlAnswerability, UnscoredReason.NoReference);
        var given = SqlAnswer.Of(answer.Text);
        var (attempted, answerable) = (given.Sql is not null, !EhrSqlItem.CannotBeAnswered(answer.References));
        var tally = new Tally
        {
            TruePositives = attempted && answerable ? 1 : 0,
            FalsePositives = attempted && !answerable ? 1 : 0,
            FalseNegatives = !attempted && answerable ? 1 : 0,
        };
        return Scores.Counted(MetricNames.EhrSqlAnswerability, attempted == answerable ? 1 : 0, tally, given.Rule);
    }
}
