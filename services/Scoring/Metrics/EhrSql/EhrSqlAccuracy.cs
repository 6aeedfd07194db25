using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>
/// 1 when the answer's query gives the rows of the gold query, or when the answer abstains from a question the database cannot answer
/// (Lee et al., EHRSQL, 2022), else 0.
/// </summary>
internal sealed class EhrSqlAccuracy : IQueryMetric
{
    public Metric Description { get; } = Descriptions.Share(
        MetricNames.EhrSqlAccuracy,
        "EHRSQL execution accuracy",
        "1 when the query of the answer gives the same set of rows as the gold query, else 0 (execution accuracy of Lee et al., EHRSQL). Numbers count as equal "
        + "within a relative 1e-9; order and repetition do not matter. Tags, code fences and prose around one query are taken off. Both run read-only, within 100 million steps of SQLite and 10,000 rows, at "
        + "EHRSQL's own time, 2105-12-31 23:59:00. A question that the database cannot answer is 1 when the answer is empty, null or declines, and 0 when it gives "
        + "a query; for the others abstaining is 0. Where the gold query fails or gives no row or only nulls, nothing can be compared and the item is unscored; HELM then falls back on values that are not "
        + "answers. A failed completion is unscored, and so is an item whose query the machine had to stop for time (30 seconds) or memory.",
        Citations.EhrSql);

    public IReadOnlyList<Query> Queries(Answer answer)
    {
        var gold = EhrSqlItem.Gold(answer.References);
        if (EhrSqlItem.CannotBeAnswered(answer.References) || gold.Length == 0) return [];
        var queries = new List<Query> { Timed(gold) };
        if (SqlAnswer.Of(answer.Text).Sql is { } sql) queries.Add(Timed(sql));
        return queries;
    }

    public Score Rate(Answer answer)
    {
        var given = SqlAnswer.Of(answer.Text);
        if (EhrSqlItem.CannotBeAnswered(answer.References)) return Scores.Of(MetricNames.EhrSqlAccuracy, given.Sql is null ? 1 : 0, given.Rule);
        if (!answer.References.AnyCorrect) return Scores.None(MetricNames.EhrSqlAccuracy, UnscoredReason.NoReference);

        var gold = EhrSqlItem.Gold(answer.References);
        if (gold.Length == 0) return Unusable("the question can be answered, but the reference holds no query");
        var right = answer.Outcomes[Timed(gold).Sql];
        if (EhrSqlItem.Unusable(MetricNames.EhrSqlAccuracy, right) is { } unusable) return unusable;
        if (right.Rows.Count == 0) return Unusable("the gold query gives no row");
        if (!RowSets.HasValue(right.Rows)) return Unusable("the gold query gives nothing but nulls");

        if (given.Sql is not { } sql) return Scores.Of(MetricNames.EhrSqlAccuracy, 0, given.Rule);
        var found = answer.Outcomes[Timed(sql).Sql];
        return found.Status switch
        {
            QueryStatus.Rows => Scores.Of(MetricNames.EhrSqlAccuracy, RowSets.Alike(found.Rows, right.Rows) ? 1 : 0, given.Rule),
            QueryStatus.NoSource or QueryStatus.Stopped => Unusable(found.Detail),
            var other => Scores.Of(MetricNames.EhrSqlAccuracy, 0, $"{given.Rule}:{ReasonName.Of(other)}"),
        };
    }

    /// <summary>The query at EHRSQL's time.</summary>
    internal static Query Timed(string sql) => new(FixedClock.Set(sql), Repeatable: true);

    private static Score Unusable(string detail) => Scores.None(MetricNames.EhrSqlAccuracy, UnscoredReason.ReferenceUnusable, detail);
}
