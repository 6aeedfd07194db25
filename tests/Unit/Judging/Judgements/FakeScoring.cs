using Grpc.Core;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;
using MedHelm.Scoring.Metrics;

namespace MedHelm.Tests.Unit.Judging.Judgements;

/// <summary>A Scoring whose jury score is the mean of the jurors' mean marks, as its own is for plain juries.</summary>
internal sealed class FakeScoring : ScoringService.ScoringServiceClient
{
    public override AsyncUnaryCall<ListMetricsResponse> ListMetricsAsync(ListMetricsRequest request, CallOptions options) =>
        Reply(new ListMetricsResponse { Metrics = { MetricCatalog.Standard.Descriptions } });

    public override AsyncUnaryCall<ScoreAnswersResponse> ScoreAnswersAsync(ScoreAnswersRequest request, CallOptions options) =>
        Reply(new ScoreAnswersResponse { Answers = { request.Answers.Select(answer => new AnswerScores { Scores = { Score(request, answer) } }) } });

    private static Score Score(ScoreAnswersRequest request, PostedAnswer answer)
    {
        var valid = answer.Verdicts.Where(verdict => verdict.OutcomeCase == Verdict.OutcomeOneofCase.Marks).ToList();
        var score = new Score { Metric = request.Metrics[0] };
        if (valid.Count < request.Jury.MinValidVerdicts) score.Unscored = new Unscored { Reason = UnscoredReason.TooFewVerdicts };
        else score.Value = valid.Average(verdict => verdict.Marks.Marks_.Average(mark => mark.Score));
        return score;
    }

    private static AsyncUnaryCall<T> Reply<T>(T answer) => new(Task.FromResult(answer), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    /// <summary>Scoring's own means and intervals.</summary>
    internal sealed class Statistics : StatisticsService.StatisticsServiceClient
    {
        private readonly StatisticsRpc statistics = new(new HeavyWork());

        public override AsyncUnaryCall<EstimateMeanResponse> EstimateMeanAsync(EstimateMeanRequest request, CallOptions options) =>
            new(statistics.EstimateMean(request, new CallContext()), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }
}
