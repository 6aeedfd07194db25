using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Checks;
using MedHelm.Scoring.Costs;
using MedHelm.Scoring.Execution;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Rescoring;
using MedHelm.Scoring.Runs;
using MedHelm.Scoring.Statistics.Aggregates;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics;
using MedHelm.Scoring.Storage;
using MedHelm.Scoring.Summaries;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring;

/// <summary>The gRPC API.</summary>
internal sealed class ScoringRpc(MetricCatalog metrics, ScoreStore store, AnswerScorer scorer, AnswerEncoding encoding, RunPlans plans, ScoreSummaries summaries, RunRescorer rescorer) : ScoringService.ScoringServiceBase
{
    private const int MostSummaryResamples = 100_000;

    public override Task<ListMetricsResponse> ListMetrics(ListMetricsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListMetricsResponse { Metrics = { metrics.Here(encoding.Problem) } });

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
        IAnswerMetric[] answerMetrics = [.. wanted.OfType<IAnswerMetric>()];
        Answer[] answers = [.. request.Answers.Select(posted => new Answer(posted.Text, request.Adaptation, References.Of(posted.References, posted.Extra)) { Source = posted.Source })];
        var rated = await scorer.RateAsync(answers, answerMetrics, request.Attachments, comesAgain: false, context.CancellationToken);
        foreach (var (posted, scores) in request.Answers.Zip(rated))
        {
            var byName = scores.ToDictionary(score => score.Metric, StringComparer.Ordinal);
            foreach (var metric in wanted.OfType<IVerdictMetric>())
                byName[metric.Description.Name] = metric.RateUnseen(posted.Text, request.Jury) ?? metric.Rate(posted.Verdicts, request.Jury);
            response.Answers.Add(new AnswerScores { Scores = { wanted.Select(metric => byName[metric.Description.Name]) } });
        }
        return response;
    }

    public override async Task<SummariseScoresResponse> SummariseScores(SummariseScoresRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(request.Run.Length > 0, "run", "must name a run, such as runs/my-run");
        var settings = ResamplingSettings.Read(request.Resampling, "resampling", violations);
        violations.Require(
            settings.Method is IntervalMethod.Percentile or IntervalMethod.Bca, "resampling.method", "must be INTERVAL_METHOD_PERCENTILE or INTERVAL_METHOD_BCA; left out it means percentile");
        violations.Require(settings.Resamples <= MostSummaryResamples, "resampling.resamples", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"must be at most {MostSummaryResamples} for all metrics of a run, was {settings.Resamples}"));
        violations.ThrowIfAny();
        var plan = await plans.GetAsync(request.Run, context.CancellationToken);
        var filter = new ScoreFilter(request.Run, NullIfEmpty(request.Candidate), NullIfEmpty(request.Benchmark));
        return new() { Summaries = { await summaries.OfAsync(plan, filter, NullIfEmpty(request.Metric), settings, context.CancellationToken) }, Resampling = settings.ToProto() };
    }

    public override async Task RescoreRun(RescoreRunRequest request, IServerStreamWriter<RescoreRunResponse> responseStream, ServerCallContext context)
    {
        await foreach (var part in rescorer.RescoreAsync(request, context.CancellationToken)) await responseStream.WriteAsync(part, context.CancellationToken);
    }

    public override Task<AggregateResponse> Aggregate(AggregateRequest request, ServerCallContext context)
    {
        AggregateTable.Check(request).ThrowIfAny();
        return Task.FromResult(TableAggregates.Of(request));
    }

    public override Task<SumCostsResponse> SumCosts(SumCostsRequest request, ServerCallContext context)
    {
        CostTable.Check(request).ThrowIfAny();
        return Task.FromResult(CostSums.Of(request));
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
