using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Catalog;
using MedHelm.Evaluation.Datasets;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Evaluation;

internal sealed class CatalogRpc(BenchmarkCatalog catalog, Settings settings) : CatalogService.CatalogServiceBase
{
    public override Task<ListBenchmarksResponse> ListBenchmarks(ListBenchmarksRequest request, ServerCallContext context) =>
        Task.FromResult(new ListBenchmarksResponse { Benchmarks = { catalog.Benchmarks.OrderBy(b => b.Id, StringComparer.Ordinal).Select(ToProto) } });

    public override Task<GetBenchmarkResponse> GetBenchmark(GetBenchmarkRequest request, ServerCallContext context) =>
        Task.FromResult(new GetBenchmarkResponse { Benchmark = ToProto(catalog.Find(request.Benchmark) ?? throw Errors.NotFound("benchmark", request.Benchmark)) });

    public override Task<ListSuitesResponse> ListSuites(ListSuitesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListSuitesResponse { Suites = { catalog.Suites.OrderBy(s => s.Id, StringComparer.Ordinal).Select(ToProto) } });

    private Benchmark ToProto(BenchmarkDefinition definition) => new()
    {
        Id = definition.Id,
        DisplayName = definition.DisplayName,
        Description = definition.Description,
        Category = definition.Category,
        Subcategory = definition.Subcategory,
        DataTier = definition.DataTier,
        Adaptation = definition.Adaptation,
        OpenEnded = definition.OpenEnded,
        Metrics = { definition.Metrics },
        Source = definition.Source,
        Licence = definition.Licence,
        Citation = definition.Citation,
        Version = definition.Version,
        DefinitionSha256 = definition.DefinitionSha256,
        FullDataPresent = settings.Datasets is not null && DatasetReader.MissingFiles(definition, DatasetChoice.Full, settings.Datasets).Count == 0,
    };

    private static Suite ToProto(SuiteDefinition suite) => new()
    {
        Id = suite.Id,
        Description = suite.Description,
        Spec = new RunSpec
        {
            Suite = suite.Id,
            Deployments = { suite.Deployments },
            Benchmarks = { suite.Benchmarks.Select(b => new BenchmarkSelection { Benchmark = b.Id, Data = b.Data, MaxInstances = b.MaxInstances, InstanceIds = { b.InstanceIds } }) },
            Jurors = { suite.Jurors },
        },
    };
}
