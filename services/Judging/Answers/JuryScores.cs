using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Judging.Answers;

/// <summary>The score that a jury's verdicts give an answer. Scoring defines it; asked here where no run's own score exists or verdicts are looked at in part.</summary>
internal sealed class JuryScores(ScoringService.ScoringServiceClient scoring, TimeProvider clock)
{
    private const int MostAnswersACall = 1000;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <summary>One for each list of verdicts, in their order; null where there is none.</summary>
    public async Task<IReadOnlyList<double?>> OfAsync(Jury jury, string metric, IReadOnlyList<IReadOnlyCollection<Verdict>> verdicts, CancellationToken cancel)
    {
        var scores = new List<double?>(verdicts.Count);
        // Panels and jurors say nothing about the number.
        var rules = jury.Clone();
        rules.Panels.Clear();
        foreach (var part in verdicts.Chunk(MostAnswersACall))
        {
            var request = new ScoreAnswersRequest { Metrics = { metric }, Adaptation = Adaptation.Generation, Jury = rules };
            // Any text that is not blank: the metrics of verdicts look at nothing else.
            request.Answers.AddRange(part.Select(said => new PostedAnswer { Text = "-", Verdicts = { said } }));
            var reply = await scoring.ScoreAnswersAsync(request, deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);
            scores.AddRange(reply.Answers.Select(answer => answer.Scores[0].OutcomeCase == Score.OutcomeOneofCase.Value ? answer.Scores[0].Value : (double?)null));
        }
        return scores;
    }
}
