using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Execution;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Statistics;
using MedHelm.Scoring.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring;

/// <summary>The gRPC API.</summary>
internal sealed class ScoringRpc(MetricCatalog metrics, ScoreStore store, AnswerScorer scorer) : ScoringService.ScoringServiceBase
{
    public override Task<ListMetricsResponse> ListMetrics(ListMetricsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListMetricsResponse { Metrics = { metrics.Descriptions } });

    public override async Task<ListScoresResponse> ListScores(ListScoresRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(request.Run.Length > 0, "run", "must name a run, such as runs/my-run");
        var size = Paging.Size(request.PageSize, violations);
        var after = Paging.Key(request.PageToken, parts: 3, violations) is [var candidate, var benchmark, var instance] ? new ScoreKey(candidate, benchmark, instance) : null;
        violations.ThrowIfAny();

        var filter = new ScoreFilter(request.Run, NullIfEmpty(request.Candidate), NullIfEmpty(request.Benchmark));
        var page = await store.ListAsync(filter, after, size, context.CancellationToken);
        return new() { Scores = { page.Scores }, NextPageToken = page.Last is { } last ? Paging.TokenAfter(last.Candidate, last.Benchmark, last.Instance) : "" };
    }

    public override async Task<ScoreAnswersResponse> ScoreAnswers(ScoreAnswersRequest request, ServerCallContext context)
    {
        var wanted = PostedAnswers.Check(request, metrics);
        var response = new ScoreAnswersResponse();
        foreach (var posted in request.Answers)
        {
            var answer = new Answer(posted.Text, request.Adaptation, References.Of(posted.References, posted.Extra));
            response.Answers.Add(new AnswerScores { Scores = { await scorer.RateAsync(answer, wanted, request.Attachments, context.CancellationToken) } });
        }
        return response;
    }

    public override Task<AggregateResponse> Aggregate(AggregateRequest request, ServerCallContext context)
    {
        AggregateTable.Check(request).ThrowIfAny();
        return Task.FromResult(Standings.Of(request));
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
