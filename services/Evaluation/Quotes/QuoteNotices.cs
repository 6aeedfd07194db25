using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Evaluation.Quotes;

/// <summary>What a reader of a quote should know about its deployments and its figures.</summary>
internal sealed class QuoteNotices(QuoteRunRequest request, IReadOnlyDictionary<string, Deployment> deployments)
{
    private readonly bool paper = request.Mode == QuoteMode.Paper;
    private readonly SortedSet<string> used = new(StringComparer.Ordinal);
    private readonly SortedSet<string> rules = new(StringComparer.Ordinal);
    private readonly SortedSet<string> unobserved = new(StringComparer.Ordinal);

    /// <summary>How a deployment's completions are bought: in batches only where that is asked for and it has such an API.</summary>
    public PriceClass ClassOf(string deployment) =>
        !paper && request.Spec.PriceClass == PriceClass.Batch && deployments[deployment].Batch ? PriceClass.Batch : PriceClass.Live;

    public void Note(string deployment, QuotedCell quoted)
    {
        used.Add(deployment);
        if (quoted.ObservedAnswers == 0 && quoted.Figures.Completions > quoted.Figures.Cached) unobserved.Add(deployment);
    }

    /// <summary>What the rules of a jury mean for the figures of one candidate.</summary>
    public void Note(Jury jury, string candidate)
    {
        var panel = jury.Panels.First(p => p.Candidate == candidate);
        foreach (var seat in panel.Substitutions)
            rules.Add($"{seat.Juror} does not rate {candidate} (recusal); {(seat.Substitute.Length > 0 ? $"{seat.Substitute} does" : "nobody can step in")}.");
        if (paper || !panel.Jurors.Any(name => IsModel(jury, name))) return;
        if (jury.Repair) rules.Add("A rating that cannot be read is asked for once more: high has that for every rating, expected and low for none.");
        if (jury.Escalation is { } escalation && escalation.First < panel.Jurors.Count)
            rules.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Jury {jury.Id}: the first {escalation.First} jurors rate every answer, the others {escalation.AuditShare:0.##%} of them and those where the first disagree. How often that is nobody knows before: never in low, on every second one in expected, always in high."));
    }

    public IEnumerable<string> All(QuoteFigures total)
    {
        var models = used.Where(id => deployments[id].Kind is DeploymentKind.Model or DeploymentKind.Unspecified).ToList();
        var free = used.Except(models, StringComparer.Ordinal).ToList();
        var unpriced = models.Where(id => IsUnpriced(deployments[id].Prices)).ToList();
        if (unpriced.Count > 0) yield return $"No prices are configured for {Names(unpriced)}: tokens are counted, dollars are not. Set prices in the deployments file.";
        if (free.Count > 0) yield return $"Baselines and recordings cost nothing: {Names(free)}.";
        if (paper)
        {
            if (models.Count > 0) yield return "Convention of the MedHELM paper: every answer at its maximum output tokens, nothing cached, live prices; input tokens by cl100k_base. An upper bound.";
        }
        else
        {
            if (request.Spec.PriceClass == PriceClass.Batch && models.Where(id => !deployments[id].Batch).ToList() is [_, ..] live)
                yield return $"Without a batch API, quoted live: {Names(live)}.";
            if (models.Count > 0) yield return "Input tokens are counted by cl100k_base; low and high allow for other tokenizers, 15% less and 50% more.";
            if (models.Where(unobserved.Contains).ToList() is [_, ..] unknown)
                yield return $"No earlier answers of {Names(unknown)} tell how long the next ones are: half of the output limit is expected.";
            if (total.ProbablyCached > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"{total.ProbablyCached} ratings are probably known already; they are free in low and expected, and in full in high.");
        }
        foreach (var rule in rules) yield return rule;
        if (request.Spec.HasBudgetNanoUsd && request.Spec.BudgetNanoUsd < total.CostNanoUsd.High)
            yield return request.Spec.BudgetNanoUsd < total.CostNanoUsd.Expected
                ? "The budget of the run is below what is expected: it would pause before its end."
                : "The budget of the run is below the worst case: it could pause before its end.";
    }

    private bool IsModel(Jury jury, string name) =>
        jury.Jurors.Concat(jury.Bench).First(juror => juror.Name == name) is var seat && deployments[seat.Deployment].Kind is DeploymentKind.Model or DeploymentKind.Unspecified;

    private static bool IsUnpriced(PriceList? prices) => prices is null or
    {
        InputUsdPerMillion: 0, CachedInputUsdPerMillion: 0, CacheWriteUsdPerMillion: 0, OutputUsdPerMillion: 0, ReasoningUsdPerMillion: 0
    };

    private static string Names(IEnumerable<string> ids) => string.Join(", ", ids);
}
