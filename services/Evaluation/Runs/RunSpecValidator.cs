using Google.Protobuf.Collections;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Evaluation.Catalog;
using MedHelm.Evaluation.Datasets;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Evaluation.Runs;

/// <summary>Says everything that is wrong with a requested run before any of it is stored.</summary>
internal sealed class RunSpecValidator(
    BenchmarkCatalog catalog, InferenceService.InferenceServiceClient inference, ScoringService.ScoringServiceClient scoring, Settings settings)
{
    /// <summary>Throws INVALID_ARGUMENT with every violation.</summary>
    public async Task CheckAsync(CreateRunRequest request, CancellationToken cancel)
    {
        var violations = new Violations();
        violations.Require(request.RunId.Length == 0 || RunIds.IsValid(request.RunId), "run_id", "must be 4 to 63 of a-z, 0-9 and '-', starting with a letter.");
        if (request.Spec is not { } spec)
        {
            violations.Add("spec", "is missing.");
        }
        else
        {
            var deployments = (await inference.ListDeploymentsAsync(new ListDeploymentsRequest(), cancellationToken: cancel)).Deployments
                .ToDictionary(deployment => deployment.Id, StringComparer.Ordinal);
            var metrics = (await scoring.ListMetricsAsync(new ListMetricsRequest(), cancellationToken: cancel)).Metrics
                .Select(metric => metric.Name).ToHashSet(StringComparer.Ordinal);
            Deployments("spec.deployments", spec.Deployments, deployments, violations);
            Deployments("spec.jurors", spec.Jurors, deployments, violations);
            violations.Require(spec.Deployments.Count > 0, "spec.deployments", "must name at least one deployment; 'medhelm models' lists them.");
            violations.Require(spec.Benchmarks.Count > 0, "spec.benchmarks", "must name at least one benchmark; 'medhelm benchmarks' lists them.");
            Benchmarks(spec, deployments, metrics, violations);
        }
        violations.ThrowIfAny();
    }

    private static void Deployments(string field, RepeatedField<string> ids, Dictionary<string, Deployment> known, Violations violations)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            violations.Require(known.ContainsKey(ids[i]), $"{field}[{i}]", $"there is no deployment '{ids[i]}'; 'medhelm models' lists them.");
            violations.Require(ids.Take(i).All(id => id != ids[i]), $"{field}[{i}]", $"'{ids[i]}' is named twice.");
        }
    }

    private void Benchmarks(RunSpec spec, Dictionary<string, Deployment> deployments, HashSet<string> metrics, Violations violations)
    {
        var openEnded = false;
        for (var i = 0; i < spec.Benchmarks.Count; i++)
        {
            var selection = spec.Benchmarks[i];
            var field = $"spec.benchmarks[{i}]";
            violations.Require(selection.MaxInstances >= 0, $"{field}.max_instances", $"must not be negative, was {selection.MaxInstances}; 0 means all.");
            violations.Require(spec.Benchmarks.Take(i).All(other => other.Benchmark != selection.Benchmark), $"{field}.benchmark", $"'{selection.Benchmark}' is named twice.");
            for (var n = 0; n < selection.InstanceIds.Count; n++)
                violations.Require(selection.InstanceIds[n].Length > 0, $"{field}.instance_ids[{n}]", "must not be empty.");
            if (catalog.Find(selection.Benchmark) is not { } definition)
            {
                violations.Add($"{field}.benchmark", $"there is no benchmark '{selection.Benchmark}'; 'medhelm benchmarks' lists them.");
                continue;
            }
            openEnded |= definition.OpenEnded;
            foreach (var metric in definition.Metrics)
                violations.Require(metrics.Contains(metric), $"{field}.benchmark", $"'{definition.Id}' wants the metric '{metric}', which the scoring service does not have.");
            Data(definition, selection, field, violations);
            Tiers(definition, selection, spec, deployments, violations);
        }
        violations.Require(!openEnded || spec.Jurors.Count > 0, "spec.jurors", "must name at least one juror, because an open-ended benchmark is selected; MedHELM has three.");
    }

    private void Data(BenchmarkDefinition definition, BenchmarkSelection selection, string field, Violations violations)
    {
        if (selection.Data != DatasetChoice.Sample && settings.Datasets is null)
        {
            violations.Add($"{field}.data", $"the full data of '{definition.Id}' needs a dataset folder; set MEDHELM__DATASETS (Standalone: --datasets), or choose the sample.");
            return;
        }
        if (DatasetReader.MissingFiles(definition, selection.Data, settings.Datasets) is [var missing, ..] all)
            violations.Add($"{field}.data", $"'{missing}' is missing ({all.Count} files in all); get it from {definition.Source}, or choose the sample.");
    }

    private static void Tiers(BenchmarkDefinition definition, BenchmarkSelection selection, RunSpec spec, Dictionary<string, Deployment> deployments, Violations violations)
    {
        var tier = DataTiers.Of(definition, selection.Data);
        Check("spec.deployments", spec.Deployments);
        if (definition.OpenEnded) Check("spec.jurors", spec.Jurors);

        void Check(string field, RepeatedField<string> ids)
        {
            for (var i = 0; i < ids.Count; i++)
                if (deployments.TryGetValue(ids[i], out var deployment) && !deployment.ApprovedTiers.Contains(tier))
                    violations.Add($"{field}[{i}]", $"'{ids[i]}' is not approved for {tier} data, which '{definition.Id}' is; approve it in the deployments file (tiers) if it may see such data.");
        }
    }
}
