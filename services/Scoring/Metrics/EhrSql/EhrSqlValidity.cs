using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>1 when the answer gives one query that runs, else 0 (HELM ehr_sql_query_validity).</summary>
internal sealed class EhrSqlValidity : IQueryMetric
{
    public Metric Description { get; } = Descriptions.Share(
        MetricNames.EhrSqlValidity,
        "EHRSQL query validity",
        "1 when the answer gives one query that the database executes, else 0, also for an answer that abstains, rightly or not (as HELM's "
        + "ehr_sql_query_validity). The query is read and run as for execution accuracy: read-only, within 100 million steps of SQLite and 10,000 rows. Whether it is the right query plays no part. "
        + "A failed completion is unscored, and so is a query that the machine had to stop for time (30 seconds) or memory.",
        Citations.MedHelm + "ehr_sql_metrics.py");

    public IReadOnlyList<Query> Queries(Answer answer) => SqlAnswer.Of(answer.Text).Sql is { } sql ? [EhrSqlAccuracy.Timed(sql)] : [];

    public Score Rate(Answer answer)
    {
        var given = SqlAnswer.Of(answer.Text);
        if (given.Sql is not { } sql) return Scores.Of(MetricNames.EhrSqlValidity, 0, given.Rule);
        var outcome = answer.Outcomes[EhrSqlAccuracy.Timed(sql).Sql];
        return outcome.Status switch
        {
            QueryStatus.Rows => Scores.Of(MetricNames.EhrSqlValidity, 1, given.Rule),
            QueryStatus.NoSource or QueryStatus.Stopped => Scores.None(MetricNames.EhrSqlValidity, UnscoredReason.ReferenceUnusable, outcome.Detail),
            var other => Scores.Of(MetricNames.EhrSqlValidity, 0, $"{given.Rule}:{ReasonName.Of(other)}"),
        };
    }
}
