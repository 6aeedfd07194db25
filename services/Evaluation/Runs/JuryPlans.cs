using MedHelm.Catalog;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Juries;
using MedHelm.Evaluation.Juries;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Evaluation.Runs;

/// <summary>Pins juries for benchmarks of a planned run, as planning it with that jury would.</summary>
internal sealed class JuryPlans(BenchmarkCatalog catalog, InferenceService.InferenceServiceClient inference)
{
    /// <summary>Throws INVALID_ARGUMENT with every violation.</summary>
    public async Task<PlanJuriesResponse> OfAsync(RunPlan plan, PlanJuriesRequest request, CancellationToken cancel)
    {
        var deployments = (await inference.ListDeploymentsAsync(new ListDeploymentsRequest(), cancellationToken: cancel)).Deployments
            .ToDictionary(deployment => deployment.Id, StringComparer.Ordinal);
        var violations = new Violations();
        var benchmarks = Benchmarks(plan, request, violations);
        var spec = new RunSpec { Protocol = plan.Protocol, Jury = request.Jury, Jurors = { request.Jurors } };
        spec.Deployments.Add(plan.Models.Select(model => model.Deployment));
        spec.Benchmarks.Add(benchmarks.Select(benchmark => new BenchmarkSelection { Benchmark = benchmark.Benchmark }));
        Jurors(request, deployments, benchmarks, violations);
        var validator = new JuryValidator(catalog, spec, deployments, violations);
        validator.CheckNames();
        var response = new PlanJuriesResponse();
        foreach (var (i, benchmark) in benchmarks.Index())
        {
            if (catalog.Find(benchmark.Benchmark, plan.Protocol) is not { OpenEnded: true } definition)
                violations.Add("spec.benchmarks", $"there is no open-ended benchmark '{benchmark.Benchmark}' in the catalog any more; it was there when {plan.Run} was planned.");
            else
                validator.Check(i, definition, benchmark.DataTier);
        }
        violations.ThrowIfAny();
        foreach (var benchmark in benchmarks)
        {
            var definition = catalog.Find(benchmark.Benchmark, plan.Protocol)!;
            response.Juries[benchmark.Benchmark] = JuryPinning.Pin(
                JurySeating.Seated(catalog, definition.JuryFor(request.Jury, "", plan.Protocol), spec)!, definition.Rubric!, id => deployments[id], plan.Models);
        }
        return response;
    }

    private static List<PlannedBenchmark> Benchmarks(RunPlan plan, PlanJuriesRequest request, Violations violations)
    {
        var openEnded = plan.Benchmarks.Where(benchmark => benchmark.Jury is not null).ToDictionary(benchmark => benchmark.Benchmark, StringComparer.Ordinal);
        violations.Require(openEnded.Count > 0, "spec.run", $"{plan.Run} has no open-ended benchmark, so that there is nothing for a jury.");
        if (request.Benchmarks.Count == 0) return [.. plan.Benchmarks.Where(benchmark => benchmark.Jury is not null)];
        var found = new List<PlannedBenchmark>();
        for (var i = 0; i < request.Benchmarks.Count; i++)
        {
            var field = $"spec.benchmarks[{i}]";
            if (!openEnded.TryGetValue(request.Benchmarks[i], out var benchmark)) violations.Add(field, $"'{request.Benchmarks[i]}' is not an open-ended benchmark of {plan.Run}; it has: {string.Join(", ", openEnded.Keys)}.");
            else if (found.Contains(benchmark)) violations.Add(field, $"'{request.Benchmarks[i]}' is named twice.");
            else found.Add(benchmark);
        }
        return found;
    }

    private static void Jurors(PlanJuriesRequest request, Dictionary<string, Deployment> deployments, List<PlannedBenchmark> benchmarks, Violations violations)
    {
        for (var i = 0; i < request.Jurors.Count; i++)
        {
            var (field, id) = ($"spec.jurors[{i}]", request.Jurors[i]);
            if (!deployments.TryGetValue(id, out var juror))
            {
                violations.Add(field, $"there is no deployment '{id}'; 'medhelm models' lists them.");
                continue;
            }
            violations.Require(juror.Problem.Length == 0, field, $"'{id}' cannot be called: {juror.Problem}");
            violations.Require(request.Jurors.IndexOf(id) == i, field, $"'{id}' is named twice.");
            foreach (var benchmark in benchmarks.Where(benchmark => !juror.ApprovedTiers.Contains(benchmark.DataTier)))
                violations.Add(field, $"'{id}' is not approved for {benchmark.DataTier} data, which '{benchmark.Benchmark}' is; approve it in the deployments file (tiers) if it may see such data.");
        }
    }
}
