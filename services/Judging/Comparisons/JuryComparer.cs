using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Drift;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Comparisons;

/// <summary>Says whether jury scores of two runs may be compared.</summary>
internal sealed class JuryComparer(
    EvaluationService.EvaluationServiceClient evaluation, AnchorStore sets, LinkStore links, IJudgementLookup judgements, IRejudgementQuotes quotes, TimeProvider clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<JuryComparison>> CompareAsync(CompareJuriesRequest request, CancellationToken cancel)
    {
        var violations = new Violations();
        foreach (var (field, run) in new[] { ("first", request.First), ("second", request.Second) })
            violations.Require(run.StartsWith("runs/", StringComparison.Ordinal), field, $"must be runs/ID, was '{run}'.");
        violations.ThrowIfAny();
        var (first, second) = (await PlanAsync(request.First, cancel), await PlanAsync(request.Second, cancel));
        var comparisons = new List<JuryComparison>();
        foreach (var one in first.Benchmarks.Where(benchmark => benchmark.Jury is not null))
        {
            if (second.Benchmarks.FirstOrDefault(benchmark => benchmark.Benchmark == one.Benchmark) is { Jury: not null } other)
                comparisons.Add(await CompareAsync(request, one, other, cancel));
        }
        return comparisons;
    }

    private async Task<RunPlan> PlanAsync(string run, CancellationToken cancel) => (await evaluation.GetRunPlanAsync(
        new GetRunPlanRequest { Run = run }, new CallOptions(deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel))).Plan;

    private async Task<JuryComparison> CompareAsync(CompareJuriesRequest request, PlannedBenchmark one, PlannedBenchmark other, CancellationToken cancel)
    {
        var comparison = new JuryComparison { Benchmark = one.Benchmark, Differences = { JuryDifferences.Describe(one.Jury, other.Jury) } };
        if (JuryDifferences.AreSame(one.Jury, other.Jury))
        {
            comparison.Comparability = Comparability.Same;
            return comparison;
        }
        var (missing, found) = await LinksAsync(one, other, cancel);
        comparison.Links.Add(found);
        if (missing == 0)
        {
            comparison.Comparability = Comparability.Linked;
            return comparison;
        }
        // Juries of earlier versions have no digest to find their judgements by.
        if (one.Jury.Sha256.Length > 0) comparison.Judgements.Add(await judgements.FindAsync(request.Second, one.Benchmark, one.Jury.Sha256, cancel));
        if (other.Jury.Sha256.Length > 0) comparison.Judgements.Add(await judgements.FindAsync(request.First, one.Benchmark, other.Jury.Sha256, cancel));
        if (comparison.Judgements.Count > 0)
        {
            comparison.Comparability = Comparability.Rejudged;
            return comparison;
        }
        comparison.Comparability = Comparability.Blocked;
        if (await quotes.ExpectedNanoUsdAsync(request.Second, one.Benchmark, one.Jury, cancel) is { } price) comparison.RejudgeNanoUsd = price;
        return comparison;
    }

    /// <summary>The links between the juries' versions, and how many are missing; at least one where no link can help.</summary>
    private async Task<(int Missing, IReadOnlyList<VersionLink> Found)> LinksAsync(PlannedBenchmark one, PlannedBenchmark other, CancellationToken cancel)
    {
        if (JuryDifferences.Versions(one.Jury, other.Jury) is not { Count: > 0 } versions) return (1, []);
        var known = new List<(string Deployment, VersionLink Link)>();
        foreach (var set in (await sets.ListAsync(cancel)).Where(set => set.Content.Benchmark == one.Benchmark))
        {
            var linked = await links.OfAsync(set.Id, cancel);
            known.AddRange(set.Content.Jurors.SelectMany(juror => linked[juror.Juror].Select(link => (juror.Deployment, link))));
        }
        var found = versions.Select(pair => known.LastOrDefault(each => each.Deployment == pair.Deployment && Bridges(each.Link, pair.First, pair.Second)).Link).ToList();
        return (found.Count(link => link is null), [.. found.OfType<VersionLink>()]);
    }

    private static bool Bridges(VersionLink link, JurorVersion first, JurorVersion second) =>
        (link.FromVersion == first.ToString() && link.ToVersion == second.ToString()) || (link.FromVersion == second.ToString() && link.ToVersion == first.ToString());
}
