using Google.Protobuf.Collections;
using MedHelm.Catalog;
using MedHelm.Catalog.Acquisition;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Evaluation.Juries;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Evaluation.Runs;

/// <summary>Says everything that is wrong with a requested run before any of it is stored.</summary>
internal sealed class RunSpecValidator(
    BenchmarkCatalog catalog, InferenceService.InferenceServiceClient inference, ScoringService.ScoringServiceClient scoring, Settings settings)
{
    private const int LongestSuite = 200;
    private const int MostDeployments = 200;
    private const int MostBenchmarks = 500;
    private const int MostInstanceIds = 100_000;

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
            violations.Require(spec.Suite.Length <= LongestSuite && !spec.Suite.Any(char.IsControl), "spec.suite", $"must be at most {LongestSuite} characters and hold no control character.");
            Deployments("spec.deployments", spec.Deployments, deployments, violations);
            Deployments("spec.jurors", spec.Jurors, deployments, violations);
            violations.Require(spec.Deployments.Count > 0, "spec.deployments", "must name at least one deployment; 'medhelm models' lists them.");
            violations.Require(Protocols.IsKnown(spec.Protocol), "spec.protocol", $"must be one of {string.Join(", ", Protocols.All)}; empty means {Protocols.Corrected}.");
            violations.Require(spec.Benchmarks.Count > 0, "spec.benchmarks", "must name at least one benchmark; 'medhelm benchmarks' lists them.");
            Benchmarks(spec, deployments, metrics, violations);
            RunMoney.Check(spec, violations);
        }
        violations.ThrowIfAny();
    }

    private static void Deployments(string field, RepeatedField<string> ids, Dictionary<string, Deployment> known, Violations violations)
    {
        if (TooMany(field, ids.Count, MostDeployments, violations)) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ids.Count; i++)
        {
            var found = known.GetValueOrDefault(ids[i]);
            violations.Require(found is not null, $"{field}[{i}]", $"there is no deployment '{ids[i]}'; 'medhelm models' lists them.");
            violations.Require(found is null or { Problem: "" }, $"{field}[{i}]", $"'{ids[i]}' cannot be called: {found?.Problem}");
            violations.Require(seen.Add(ids[i]), $"{field}[{i}]", $"'{ids[i]}' is named twice.");
        }
    }

    private static bool TooMany(string field, int count, int most, Violations violations)
    {
        violations.Require(count <= most, field, $"must be at most {most}, were {count}.");
        return count > most;
    }

    private void Benchmarks(RunSpec spec, Dictionary<string, Deployment> deployments, HashSet<string> metrics, Violations violations)
    {
        if (TooMany("spec.benchmarks", spec.Benchmarks.Count, MostBenchmarks, violations)) return;
        var juries = new JuryValidator(catalog, spec, deployments, violations);
        juries.CheckNames();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < spec.Benchmarks.Count; i++)
        {
            var selection = spec.Benchmarks[i];
            var field = $"spec.benchmarks[{i}]";
            violations.Require(selection.MaxInstances >= 0, $"{field}.max_instances", $"must not be negative, was {selection.MaxInstances}; 0 means all.");
            violations.Require(seen.Add(selection.Benchmark), $"{field}.benchmark", $"'{selection.Benchmark}' is named twice.");
            InstanceIds($"{field}.instance_ids", selection.InstanceIds, violations);
            if (catalog.Find(selection.Benchmark, Protocols.IsKnown(spec.Protocol) ? spec.Protocol : "") is not { } definition)
            {
                violations.Add($"{field}.benchmark", $"there is no benchmark '{selection.Benchmark}'; 'medhelm benchmarks' lists them.");
                continue;
            }
            foreach (var metric in definition.Metrics)
                violations.Require(metrics.Contains(metric), $"{field}.benchmark", $"'{definition.Id}' wants the metric '{metric}', which the scoring service does not have.");
            var folder = Data(definition, selection, field, violations);
            DataTier? tier = folder is null ? null : folder.IsSample ? definition.SampleTier : definition.DataTier;
            if (tier is { } sensitivity) Tiers(definition, sensitivity, spec, deployments, violations);
            if (definition.OpenEnded) juries.Check(i, definition, tier);
        }
    }

    private static void InstanceIds(string field, RepeatedField<string> ids, Violations violations)
    {
        if (TooMany(field, ids.Count, MostInstanceIds, violations)) return;
        for (var i = 0; i < ids.Count; i++)
            if (ids[i].Length == 0) violations.Add($"{field}[{i}]", "must not be empty.");
    }

    private DatasetFolder? Data(BenchmarkDefinition definition, BenchmarkSelection selection, string field, Violations violations)
    {
        DatasetFolder folder;
        try
        {
            folder = DatasetFolder.Of(definition, selection.Data, settings.Datasets, selection.DataPath);
        }
        catch (DatasetException e)
        {
            violations.Add(selection.DataPath.Length > 0 ? $"{field}.data_path" : $"{field}.data", e.Message);
            return null;
        }
        if (folder.Missing is [var missing, ..] all)
        {
            violations.Add($"{field}.data", folder.Path.StartsWith('(')
                ? $"the full data of '{definition.Id}' needs a dataset folder; set MEDHELM__DATASETS (Standalone: --datasets), or choose the sample."
                : $"'{missing}' is missing ({all.Count} files in all); get it from {definition.Source}, or choose the sample.");
        }
        else if (!folder.IsSample && definition.DataTier == DataTier.Gated)
        {
            Licence(definition, folder, selection.DataPath, field, violations);
        }
        return folder;
    }

    private static void Licence(BenchmarkDefinition definition, DatasetFolder folder, string dataPath, string field, Violations violations)
    {
        try
        {
            violations.Require(
                LicenceFile.Read(folder, definition.Licence) is not null, $"{field}.data",
                $"nobody has accepted the terms of '{definition.Id}' ({definition.Licence}); read them, then 'medhelm datasets accept {definition.Id}{(dataPath.Length > 0 ? $" --data-path {dataPath}" : "")}'.");
        }
        catch (DatasetException e)
        {
            violations.Add($"{field}.data", e.Message);
        }
    }

    private static void Tiers(BenchmarkDefinition definition, DataTier tier, RunSpec spec, Dictionary<string, Deployment> deployments, Violations violations)
    {
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
