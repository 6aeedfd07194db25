using Grpc.Core;
using MedHelm.Catalog;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Instances;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Evaluation;

/// <summary>Gives rubrics and samples of open-ended benchmarks to other services.</summary>
internal sealed class SampleSourceRpc(BenchmarkCatalog catalog, Settings settings) : SampleSourceService.SampleSourceServiceBase
{
    private const int MostInstances = 1000;

    public override Task<GetSampleResponse> GetSample(GetSampleRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(Protocols.IsKnown(request.Protocol), "protocol", $"must be one of {string.Join(", ", Protocols.All)}; empty means {Protocols.Corrected}.");
        violations.Require(request.Instances is >= 0 and <= MostInstances, "instances", $"must be 0 to {MostInstances}.");
        violations.ThrowIfAny();
        var definition = catalog.Find(request.Benchmark, request.Protocol) ?? throw Errors.NotFound("benchmark", request.Benchmark);
        if (definition.Rubric is null)
            throw Errors.NotReady("NO_RUBRIC", $"No jury rates the answers to '{definition.Id}', so it has no rubric; choose an open-ended benchmark.");
        var reply = new GetSampleResponse { Rubric = definition.Rubric.Clone(), DataTier = definition.SampleTier };
        if (request.Instances > 0) reply.Instances.Add(Read(definition, request.Instances, context.CancellationToken));
        return Task.FromResult(reply);
    }

    private IEnumerable<Instance> Read(BenchmarkDefinition definition, int most, CancellationToken cancel)
    {
        if (definition.SampleFolder is null)
            throw Errors.NotReady("NO_SAMPLE", $"No sample comes with '{definition.Id}'; choose a benchmark that has one, as ListBenchmarks tells (has_sample).");
        try
        {
            var folder = DatasetFolder.Of(definition, DatasetChoice.Sample, settings.Datasets);
            return [.. DatasetReader.Read(definition, folder, cancel).Instances.Take(most).Select((instance, i) => InstanceSets.ToProto(instance, i, promptDigest: ""))];
        }
        catch (DatasetException e)
        {
            throw Errors.NotReady("SAMPLE_UNUSABLE", e.Message);
        }
    }
}
