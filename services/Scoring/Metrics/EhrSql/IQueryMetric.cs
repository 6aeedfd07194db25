namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>A metric that compares what queries give. Somebody else executes them; their outcomes come with the answer.</summary>
internal interface IQueryMetric : IAnswerMetric
{
    /// <summary>The attachment that the queries are executed on.</summary>
    const string Attachment = "database";

    /// <summary>The queries whose outcomes it needs; may be none.</summary>
    IReadOnlyList<Query> Queries(Answer answer);
}
