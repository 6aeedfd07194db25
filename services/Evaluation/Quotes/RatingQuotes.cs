using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Evaluation.Quotes;

/// <summary>
/// Quotes what the panel of one candidate asks for: every juror of it, substitutes included and those without a seat not, as often as the jury repeats. High is every answer rated by
/// everybody, each reply asked for once more where the jury repairs. Blank answers are not rated; no bound counts on any.
/// </summary>
internal sealed class RatingQuotes(InferenceQuotes quotes)
{
    // Share of the answers outside the audit on which a cascade goes on; nothing is known of the jury's disagreement before a run.
    private const double SupposedDisagreement = 0.5;

    // What a schema, and the words that ask for the right form, add to a prompt at most.
    private const int SchemaTokens = 200;
    private const int SchemaTokensOfCriterion = 100;
    private const int RepairTokens = 500;

    /// <summary>The figures of each juror of the candidate's panel, in the panel's order.</summary>
    /// <param name="jury">Pinned.</param>
    /// <param name="instances">What was asked of the candidate.</param>
    /// <param name="answers">The quote of the candidate's answers.</param>
    /// <param name="request">Makes a request for a juror's deployment; its candidate names the panel.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<(Juror Juror, QuotedCell Cell)>> AskAsync(
        Jury jury, IReadOnlyList<InstanceSize> instances, QuotedCell answers, Func<string, QuoteCompletionsRequest> request, CancellationToken cancel)
    {
        var seats = jury.Jurors.Concat(jury.Bench).ToDictionary(juror => juror.Name, StringComparer.Ordinal);
        var cells = new List<(Juror, QuotedCell)>();
        if (jury.Jurors.Count == 0) return cells;
        var panel = jury.Panels.First(p => p.Candidate == request(jury.Jurors[0].Deployment).Candidate);
        foreach (var (position, name) in panel.Jurors.Index())
        {
            var juror = seats[name];
            var asked = request(juror.Deployment);
            var paper = asked.Mode == QuoteMode.Paper;
            var cell = await quotes.AskAsync(asked, Items(0), cancel);
            if (!paper && jury.Repair && (cell.Figures.InputTokens.High > 0 || cell.Figures.OutputTokens.High > 0))
                cell = WithRepairs(cell, await quotes.AskAsync(asked, Items(cell.OutputLimit + RepairTokens), cancel));
            if (!paper && jury.Escalation is { } escalation && position >= escalation.First) cell = WhereAsked(cell, escalation.AuditShare);
            cells.Add((juror, cell));

            IEnumerable<QuoteItem> Items(long more) => instances.SelectMany(instance => Enumerable.Repeat(Item(instance, answers, juror, paper, more), jury.Repeats));
        }
        return cells;
    }

    // The paper's jurors read the candidate's prompt and answer; ours the rubric with both in it.
    private static QuoteItem Item(InstanceSize instance, QuotedCell answer, Juror juror, bool paper, long more) => new()
    {
        InstanceId = instance.Id,
        InputTokens = paper ? instance.PromptTokens : instance.RubricTokens,
        MostAddedTokens = answer.OutputLimit + more + (juror.StructuredOutput && !paper ? SchemaTokens + SchemaTokensOfCriterion * instance.Criteria : 0),
        ExpectedAddedTokens = answer.ExpectedAnswerTokens,
        AnswerKnown = answer.Cached.Contains(instance.Id),
    };

    private static QuotedCell WithRepairs(QuotedCell cell, QuotedCell repairs)
    {
        var figures = cell.Figures.Clone();
        figures.InputTokens.High += repairs.Figures.InputTokens.High;
        figures.OutputTokens.High += repairs.Figures.OutputTokens.High;
        figures.CostNanoUsd.High += repairs.Figures.CostNanoUsd.High;
        return cell with { Figures = figures };
    }

    // Everybody is asked about the audited answers, and about the others where the first jurors disagree: never, at best.
    private static QuotedCell WhereAsked(QuotedCell cell, double audited)
    {
        var figures = cell.Figures.Clone();
        foreach (var interval in new[] { figures.InputTokens, figures.OutputTokens, figures.CostNanoUsd })
        {
            interval.Low = (long)(interval.Low * audited);
            interval.Expected = Math.Max(interval.Low, (long)Math.Round(interval.Expected * (audited + (1 - audited) * SupposedDisagreement), MidpointRounding.AwayFromZero));
        }
        return cell with { Figures = figures };
    }
}
