using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Statistics;
using MedHelm.Scoring.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring;

/// <summary>The gRPC API.</summary>
internal sealed class ScoringRpc(MetricCatalog metrics, ScoreStore store) : ScoringService.ScoringServiceBase
{
    private const int MaxPage = 1000;
    private const int UsualPage = 100;

    public override Task<ListMetricsResponse> ListMetrics(ListMetricsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListMetricsResponse { Metrics = { metrics.Descriptions } });

    public override async Task<ListScoresResponse> ListScores(ListScoresRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(request.Run.Length > 0, "run", "must name a run, such as runs/my-run");
        violations.Require(request.PageSize is >= 0 and <= MaxPage, "page_size", $"must be 0 to {MaxPage}, was {request.PageSize}");
        violations.Require(ScorePageToken.TryRead(request.PageToken, out var after), "page_token", "must be empty or the next_page_token of the page before");
        violations.ThrowIfAny();

        var filter = new ScoreFilter(request.Run, NullIfEmpty(request.Candidate), NullIfEmpty(request.Benchmark));
        var page = await store.ListAsync(filter, after, request.PageSize == 0 ? UsualPage : request.PageSize, context.CancellationToken);
        return new() { Scores = { page.Scores }, NextPageToken = page.Last is { } last ? ScorePageToken.Write(last) : "" };
    }

    public override Task<AggregateResponse> Aggregate(AggregateRequest request, ServerCallContext context)
    {
        AggregateTable.Check(request).ThrowIfAny();
        return Task.FromResult(Standings.Of(request));
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
