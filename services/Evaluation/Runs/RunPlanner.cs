using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MedHelm.Catalog;
using MedHelm.Catalog.Acquisition;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Juries;
using MedHelm.Evaluation.Instances;
using MedHelm.Evaluation.Juries;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults;

namespace MedHelm.Evaluation.Runs;

/// <summary>Pins everything that decides the scores of a run.</summary>
internal sealed class RunPlanner(BenchmarkCatalog catalog, InstanceSets instanceSets, InferenceService.InferenceServiceClient inference, Settings settings)
{
    private static readonly string CodeVersion = typeof(RunPlanner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <exception cref="DatasetException">The data of a benchmark is unusable.</exception>
    public async Task<RunPlan> PlanAsync(StoredRun run, CancellationToken cancel)
    {
        var deployments = (await inference.ListDeploymentsAsync(new ListDeploymentsRequest(), cancellationToken: cancel)).Deployments
            .ToDictionary(deployment => deployment.Id, StringComparer.Ordinal);
        var plan = new RunPlan { Suite = run.Spec.Suite, Protocol = Protocols.Named(run.Spec.Protocol), CodeVersion = CodeVersion };
        foreach (var id in run.Spec.Deployments.Order(StringComparer.Ordinal)) plan.Models.Add(PlannedModels.Of(Find(id)));
        foreach (var selection in run.Spec.Benchmarks)
        {
            var definition = catalog.Find(selection.Benchmark, plan.Protocol)
                ?? throw new DatasetException($"There is no benchmark '{selection.Benchmark}' any more; it was there when the run was accepted.");
            var set = await instanceSets.GetAsync(definition, selection, cancel);
            plan.Benchmarks.Add(Benchmark(definition, set));
            if (definition.OpenEnded) plan.Benchmarks[^1].Jury = Jury(definition, definition.JuryFor(run.Spec.Jury, selection.Jury, plan.Protocol));
        }
        plan.PlanDigest = Digest.Of(plan.ToByteArray());
        plan.Run = run.Name;
        // Who accepted a licence decides no score.
        foreach (var (planned, selection) in plan.Benchmarks.Zip(run.Spec.Benchmarks)) planned.LicenceAcknowledgement = Licence(planned, selection);
        return plan;

        Deployment Find(string id) => deployments.GetValueOrDefault(id)
            ?? throw new DatasetException($"There is no deployment '{id}' any more; it was there when the run was accepted.");

        Jury Jury(BenchmarkDefinition definition, string id) => JuryPinning.Pin(
            JurySeating.Seated(catalog, id, run.Spec) ?? throw new DatasetException($"There is no jury '{id}' any more; it was there when the run was accepted."),
            definition.Rubric!, Find, plan.Models);
    }

    private static PlannedBenchmark Benchmark(BenchmarkDefinition definition, InstanceSet set) => new()
    {
        Benchmark = definition.Id,
        DisplayName = definition.DisplayName,
        Category = definition.Category,
        Subcategory = definition.Subcategory,
        DataTier = set.Data == DatasetChoice.Sample ? definition.SampleTier : definition.DataTier,
        Adaptation = definition.Adaptation,
        Data = set.Data,
        Version = definition.Version,
        DefinitionSha256 = definition.DefinitionSha256,
        DatasetSha256 = set.DatasetSha256,
        InstanceSet = set.Digest,
        Instances = set.Count,
        SkippedRows = set.SkippedRows,
        Metrics = { definition.Metrics },
        Parameters = definition.Parameters.Clone(),
        Subsets = { set.Subsets },
        Attachments = { set.Attachments },
        CutInstances = set.CutInstances,
        Clusters = set.Clusters,
    };

    private LicenceAcknowledgement? Licence(PlannedBenchmark planned, BenchmarkSelection selection)
    {
        if (planned.Data == DatasetChoice.Sample) return null;
        var definition = catalog.Find(planned.Benchmark)!;
        var folder = DatasetFolder.Of(definition, DatasetChoice.Full, settings.Datasets, selection.DataPath);
        if (LicenceFile.Read(folder, definition.Licence) is { } accepted)
            return new LicenceAcknowledgement { Licence = accepted.Licence, AcceptedBy = accepted.AcceptedBy, AcceptTime = Timestamp.FromDateTimeOffset(accepted.AcceptedAt) };
        // Data that was not there when the run was accepted was not asked about then.
        return definition.DataTier == DataTier.Gated
            ? throw new DatasetException($"{definition.Id}: nobody has accepted the terms of its data ({definition.Licence}); read them, then 'medhelm datasets accept {definition.Id}'.")
            : null;
    }
}
