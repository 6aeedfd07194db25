using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Tests.Unit.Judging.Bench;

/// <summary>Scoring's jury score of a jury of one.</summary>
internal sealed class BenchScoring : ScoringService.ScoringServiceClient
{
    public override AsyncUnaryCall<ScoreAnswersResponse> ScoreAnswersAsync(ScoreAnswersRequest request, CallOptions options)
    {
        var reply = new ScoreAnswersResponse();
        foreach (var answer in request.Answers)
        {
            var valid = answer.Verdicts.Where(verdict => verdict.Marks is not null).ToList();
            var score = new Score { Metric = request.Metrics[0] };
            if (valid.Count > 0) score.Value = valid.Average(verdict => verdict.Marks.Marks_.Average(mark => mark.Score));
            else score.Unscored = new Unscored { Reason = UnscoredReason.TooFewVerdicts };
            reply.Answers.Add(new AnswerScores { Scores = { score } });
        }
        return BenchEvaluation.Reply(reply);
    }
}
