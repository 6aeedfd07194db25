using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.EhrSql;

namespace MedHelm.Scoring.Execution;

/// <summary>Gives an answer its scores, and metrics that compare what queries give the outcomes they need.</summary>
internal sealed class AnswerScorer(QueryExecution execution)
{
    /// <summary>One score for each metric, in their order.</summary>
    internal async Task<Score[]> RateAsync(Answer answer, IReadOnlyList<IAnswerMetric> metrics, IEnumerable<Attachment> attachments, CancellationToken cancel)
    {
        Query[] queries = [.. metrics.OfType<IQueryMetric>().SelectMany(metric => metric.Queries(answer)).DistinctBy(query => query.Sql, StringComparer.Ordinal)];
        if (queries.Length > 0)
        {
            var database = attachments.FirstOrDefault(attachment => attachment.Name == IQueryMetric.Attachment);
            var outcomes = new Dictionary<string, QueryOutcome>(StringComparer.Ordinal);
            foreach (var query in queries) outcomes[query.Sql] = await execution.ExecuteAsync(database, query, cancel);
            answer = answer.With(outcomes);
        }
        return [.. metrics.Select(metric => metric.Rate(answer))];
    }
}
