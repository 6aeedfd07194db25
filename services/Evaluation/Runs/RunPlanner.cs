using System.Reflection;
using Google.Protobuf;
using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Evaluation.Catalog;
using MedHelm.Evaluation.Instances;
using MedHelm.Evaluation.Storage;

namespace MedHelm.Evaluation.Runs;

/// <summary>Pins everything that decides the scores of a run.</summary>
internal sealed class RunPlanner(BenchmarkCatalog catalog, InstanceSets instanceSets, InferenceService.InferenceServiceClient inference)
{
    // Room for the reasons beside the marks, as in MedHELM.
    private const int JurorMaxOutputTokens = 4096;

    private static readonly string CodeVersion = typeof(RunPlanner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <exception cref="Datasets.DatasetException">The data of a benchmark is unusable.</exception>
    public async Task<RunPlan> PlanAsync(StoredRun run, CancellationToken cancel)
    {
        var deployments = (await inference.ListDeploymentsAsync(new ListDeploymentsRequest(), cancellationToken: cancel)).Deployments
            .ToDictionary(deployment => deployment.Id, StringComparer.Ordinal);
        var plan = new RunPlan { Suite = run.Spec.Suite, CodeVersion = CodeVersion };
        foreach (var id in run.Spec.Deployments.Order(StringComparer.Ordinal)) plan.Models.Add(Model(Find(id)));
        foreach (var selection in run.Spec.Benchmarks)
        {
            var definition = catalog.Find(selection.Benchmark)
                ?? throw new Datasets.DatasetException($"There is no benchmark '{selection.Benchmark}' any more; it was there when the run was accepted.");
            var set = await instanceSets.GetAsync(definition, selection, cancel);
            plan.Benchmarks.Add(Benchmark(definition, selection, set));
            if (definition.OpenEnded) plan.Benchmarks[^1].Jury = Jury(definition, [.. run.Spec.Jurors.Select(Find)]);
        }
        plan.Protocol = string.Join(", ", run.Spec.Benchmarks.Select(b => catalog.Find(b.Benchmark)!.Protocol).Distinct(StringComparer.Ordinal));
        plan.PlanDigest = Digest.Of(plan.ToByteArray());
        plan.Run = run.Name;
        return plan;

        Deployment Find(string id) => deployments.GetValueOrDefault(id)
            ?? throw new Datasets.DatasetException($"There is no deployment '{id}' any more; it was there when the run was accepted.");
    }

    private static PlannedModel Model(Deployment deployment) => new()
    {
        Deployment = deployment.Id,
        DisplayName = deployment.DisplayName,
        Model = deployment.Model,
        Baseline = deployment.Kind == DeploymentKind.Baseline,
        Replay = deployment.Kind == DeploymentKind.Replay,
    };

    private static PlannedBenchmark Benchmark(BenchmarkDefinition definition, BenchmarkSelection selection, InstanceSet set) => new()
    {
        Benchmark = definition.Id,
        DisplayName = definition.DisplayName,
        Category = definition.Category,
        Subcategory = definition.Subcategory,
        DataTier = DataTiers.Of(definition, selection.Data),
        Adaptation = definition.Adaptation,
        Data = selection.Data == DatasetChoice.Sample ? DatasetChoice.Sample : DatasetChoice.Full,
        Version = definition.Version,
        DefinitionSha256 = definition.DefinitionSha256,
        DatasetSha256 = set.DatasetSha256,
        InstanceSet = set.Digest,
        Instances = set.Count,
        SkippedRows = set.SkippedRows,
        Metrics = { definition.Metrics },
        Parameters = definition.Parameters.Clone(),
    };

    private static Jury Jury(BenchmarkDefinition definition, IReadOnlyList<Deployment> jurors) => new()
    {
        Jurors = { jurors.Select(juror => new Juror { Name = juror.Id, Deployment = juror.Id, Baseline = juror.Kind == DeploymentKind.Baseline }) },
        Rubric = definition.Rubric!.Clone(),
        MinValidVerdicts = jurors.Count / 2 + 1,
        Parameters = new DecodingParameters { Temperature = 0, MaxOutputTokens = JurorMaxOutputTokens },
    };
}
