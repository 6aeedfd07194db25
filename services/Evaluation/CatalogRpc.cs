using Google.Protobuf;
using Grpc.Core;
using MedHelm.Catalog;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Evaluation.Benchmarks;
using MedHelm.Evaluation.Instances;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Evaluation;

internal sealed class CatalogRpc(BenchmarkCatalog catalog, BenchmarkExamples examples, AttachmentFiles attachments, Settings settings) : CatalogService.CatalogServiceBase
{
    private const int ChunkSize = 256 * 1024;

    public override Task<ListBenchmarksResponse> ListBenchmarks(ListBenchmarksRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var categories = catalog.Taxonomy.Categories;
        violations.Require(request.Category.Length == 0 || categories.Any(c => c.Name == request.Category), "category", $"must be one of: {string.Join(", ", categories.Select(c => c.Name))}.");
        violations.Require(request.Subcategory.Length == 0 || categories.Any(c => c.Find(request.Subcategory) is not null), "subcategory", "is not in the taxonomy; GET /v1/taxonomy lists them.");
        violations.ThrowIfAny();
        var found = catalog.Benchmarks.Select(definition => BenchmarkMessages.Of(definition, settings.Datasets)).Where(benchmark =>
            (request.Category.Length == 0 || benchmark.Category == request.Category)
            && (request.Subcategory.Length == 0 || benchmark.Subcategory == request.Subcategory)
            && (request.DataTier == DataTier.Unspecified || benchmark.DataTier == request.DataTier)
            && (request.DataStatus == DataStatus.Unspecified || benchmark.DataStatus == request.DataStatus));
        return Task.FromResult(new ListBenchmarksResponse { Benchmarks = { found } });
    }

    public override Task<GetBenchmarkResponse> GetBenchmark(GetBenchmarkRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(Protocols.IsKnown(request.Protocol), "protocol", $"must be one of {string.Join(", ", Protocols.All)}; empty means {Protocols.Corrected}.");
        violations.ThrowIfAny();
        var definition = catalog.Find(request.Benchmark, request.Protocol) ?? throw Errors.NotFound("benchmark", request.Benchmark);
        var (example, problem) = examples.Of(definition, context.CancellationToken);
        return Task.FromResult(new GetBenchmarkResponse { Benchmark = BenchmarkMessages.Of(definition, settings.Datasets), Example = example, ExampleProblem = problem });
    }

    public override Task<GetTaxonomyResponse> GetTaxonomy(GetTaxonomyRequest request, ServerCallContext context) =>
        Task.FromResult(TaxonomyMessages.Of(catalog));

    public override async Task ReadAttachment(ReadAttachmentRequest request, IServerStreamWriter<ReadAttachmentResponse> responseStream, ServerCallContext context)
    {
        await using var file = await attachments.OpenAsync(request.Sha256, context.CancellationToken) ?? throw Errors.NotFound("attachment", request.Sha256);
        var chunk = new byte[ChunkSize];
        for (int read; (read = await file.ReadAsync(chunk, context.CancellationToken)) > 0;)
            await responseStream.WriteAsync(new ReadAttachmentResponse { Chunk = ByteString.CopyFrom(chunk, 0, read) }, context.CancellationToken);
    }

    public override Task<ListJuriesResponse> ListJuries(ListJuriesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListJuriesResponse { Juries = { catalog.Juries.Select(jury => JuryMessages.Of(jury, catalog)) } });

    public override Task<ListSuitesResponse> ListSuites(ListSuitesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListSuitesResponse { Suites = { catalog.Suites.OrderBy(s => s.Id, StringComparer.Ordinal).Select(ToProto) } });

    private static Suite ToProto(SuiteDefinition suite) => new()
    {
        Id = suite.Id,
        Description = suite.Description,
        Spec = suite.ToSpec(),
    };
}
