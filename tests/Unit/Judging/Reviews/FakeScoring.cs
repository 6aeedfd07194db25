using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Tests.Unit.Judging.Reviews;

/// <summary>Scores by the mean over jurors with marks of the mean over criteria; none without marks.</summary>
internal sealed class FakeScoring : ScoringService.ScoringServiceClient
{
    public override AsyncUnaryCall<ScoreAnswersResponse> ScoreAnswersAsync(ScoreAnswersRequest request, CallOptions options)
    {
        var response = new ScoreAnswersResponse();
        foreach (var answer in request.Answers)
        {
            double[] means = [.. answer.Verdicts.Where(verdict => verdict.Marks is not null).Select(verdict => verdict.Marks.Marks_.Average(mark => mark.Score))];
            var score = new Score { Metric = request.Metrics[0] };
            if (means.Length > 0) score.Value = means.Average();
            else score.Unscored = new Unscored { Reason = UnscoredReason.TooFewVerdicts };
            response.Answers.Add(new AnswerScores { Scores = { score } });
        }
        return new(Task.FromResult(response), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }
}
