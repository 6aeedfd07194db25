using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>HELM's ehr_sql_query_validity as coded: 1 when what HELM takes of the answer is executed without an error at the host's time, else 0.</summary>
internal sealed class HelmEhrSqlValidity : IQueryMetric
{
    public Metric Description { get; } = Descriptions.Share(
        MetricNames.HelmEhrSqlValidity,
        "EHRSQL query validity (as HELM)",
        "HELM's ehr_sql_query_validity to the item: 1 when the answer without tags, backticks and a label line is not empty and runs without an error, else 0. Queries see the real time. Decided "
        + "differently: queries run read-only, within 100 million steps of SQLite and 10,000 rows, where HELM lets an answer change the database and run forever; and a failed completion, which "
        + "HELM scores as an empty answer, is unscored here, as is an item whose query the machine had to stop for time (30 seconds) or memory.",
        Citations.MedHelm + "ehr_sql_metrics.py");

    public IReadOnlyList<Query> Queries(Answer answer) => HelmEhrSqlAccuracy.Given(answer.Text) is { Length: > 0 } sql ? [HelmEhrSqlAccuracy.AtHostTime(sql)] : [];

    public Score Rate(Answer answer)
    {
        if (HelmEhrSqlAccuracy.Given(answer.Text) is not { Length: > 0 } sql) return Scores.Of(MetricNames.HelmEhrSqlValidity, 0);
        var outcome = answer.Outcomes[sql];
        return outcome.Status is QueryStatus.NoSource or QueryStatus.Stopped
            ? Scores.None(MetricNames.HelmEhrSqlValidity, UnscoredReason.ReferenceUnusable, outcome.Detail)
            : Scores.Of(MetricNames.HelmEhrSqlValidity, outcome.Status == QueryStatus.Rows ? 1 : 0);
    }
}
