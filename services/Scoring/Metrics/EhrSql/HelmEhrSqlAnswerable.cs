using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>
/// HELM's ehr_sql_precision_answerable and ehr_sql_recall_answerable as coded: for each question 1 when it can be answered and the answer is
/// not empty, else 0. Their means are the share of such questions, so neither precision nor recall; the two are the same number.
/// </summary>
internal sealed class HelmEhrSqlAnswerable(string name) : IAnswerMetric
{
    public Metric Description { get; } = Descriptions.Share(
        name,
        $"EHRSQL {(name == MetricNames.HelmEhrSqlPrecision ? "precision" : "recall")} of answerable questions (as HELM)",
        $"HELM's {name["helm_".Length..]} to the item, which is neither precision nor recall: 1 when the question can be answered and has a gold query and the answer is not empty, else 0, "
        + "averaged over all questions. For precision and recall see ehr_sql_answerability. One difference is decided: a failed completion, which HELM scores as an empty answer, is unscored here.",
        Citations.MedHelm + "ehr_sql_metrics.py");

    public Score Rate(Answer answer)
    {
        if (answer.References.Texts.Count == 0 && !EhrSqlItem.CannotBeAnswered(answer.References)) return Scores.None(name, UnscoredReason.NoReference);
        var answerable = !EhrSqlItem.CannotBeAnswered(answer.References) && PythonText.Strip(answer.References.Texts[0]).Length > 0;
        return Scores.Of(name, answerable && PythonText.Strip(answer.Text).Length > 0 ? 1 : 0);
    }
}
