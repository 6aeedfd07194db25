using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.EhrSql;
using MedHelm.Scoring.Metrics.Embeddings;

namespace MedHelm.Scoring.Execution;

/// <summary>Gives answers their scores: metrics that compare what queries give get the outcomes they need, and those that compare vectors the texts encoded.</summary>
internal sealed class AnswerScorer(QueryExecution execution, AnswerEncoding encoding)
{
    // Vectors are large: of so many answers with their references they are in memory at once, 50 MB where all texts are long.
    private const int AnswersAtOnce = 16;

    /// <summary>For each answer one score for each metric, in their order.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="attachments">Files that the metrics need.</param>
    /// <param name="comesAgain">Whether the caller comes again with the same after an exception, so that a failing encoder may have some time.</param>
    /// <param name="cancel">Ends the work.</param>
    internal async Task<Score[][]> RateAsync(
        IReadOnlyList<Answer> answers, IReadOnlyList<IAnswerMetric> metrics, IEnumerable<Attachment> attachments, bool comesAgain, CancellationToken cancel)
    {
        IQueryMetric[] queried = [.. metrics.OfType<IQueryMetric>()];
        IEncodedMetric[] encoded = [.. metrics.OfType<IEncodedMetric>()];
        var database = attachments.FirstOrDefault(attachment => attachment.Name == IQueryMetric.Attachment);
        var scores = new List<Score[]>(answers.Count);
        foreach (var together in answers.Chunk(AnswersAtOnce))
        {
            var ready = encoded.Length == 0 ? together : await EncodeAsync(together, encoded, comesAgain, cancel);
            foreach (var answer in ready)
            {
                // Long texts take a moment each, and whoever asked may have left.
                cancel.ThrowIfCancellationRequested();
                var executed = queried.Length == 0 ? answer : await ExecuteAsync(answer, queried, database, cancel);
                executed.Cancel = cancel;
                scores.Add([.. metrics.Select(metric => metric.Rate(executed))]);
            }
        }
        return [.. scores];
    }

    private async Task<Answer[]> EncodeAsync(Answer[] answers, IEncodedMetric[] metrics, bool comesAgain, CancellationToken cancel)
    {
        var encodings = await encoding.EncodeAsync([.. answers.Select(answer => Texts(answer, metrics))], comesAgain, cancel);
        return [.. answers.Select((answer, i) => answer.With(encodings[i]))];
    }

    private static IReadOnlyList<EncodedText> Texts(Answer answer, IEncodedMetric[] metrics) => [.. metrics.SelectMany(metric => metric.Texts(answer))];

    private async Task<Answer> ExecuteAsync(Answer answer, IQueryMetric[] metrics, Attachment? database, CancellationToken cancel)
    {
        var outcomes = new Dictionary<string, QueryOutcome>(StringComparer.Ordinal);
        foreach (var query in metrics.SelectMany(metric => metric.Queries(answer)).DistinctBy(query => query.Sql, StringComparer.Ordinal))
            outcomes[query.Sql] = await execution.ExecuteAsync(database, query, cancel);
        return outcomes.Count > 0 ? answer.With(outcomes) : answer;
    }
}
