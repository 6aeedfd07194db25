using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Tests.Unit.Judging.Bench;

/// <summary>Evaluation's samples: one benchmark with a rubric and instances.</summary>
internal sealed class BenchSample : SampleSourceService.SampleSourceServiceClient
{
    private static readonly string[] Colours = ["amber", "blue", "crimson", "dun", "ebony", "fawn", "green", "hazel", "ivory", "jade"];

    public Rubric Rubric { get; set; } = Judging.Sample.Rubric(
        "<question>{{ question }}</question><gold>{{ gold_response }}</gold>{% for criterion in criteria %}[{{ criterion.name }}]{% endfor %}<response>{{ response }}</response>");

    public List<Instance> Instances { get; } = [.. Colours.Select((colour, i) => new Instance
    {
        Id = $"q{i}",
        Input = $"What is {colour}?",
        References = { new Reference { Text = string.Join(' ', Enumerable.Range(1, 5).Select(line => $"{colour}{line}a {colour}{line}b {colour}{line}c.")), Correct = true } },
    })];

    public override AsyncUnaryCall<GetSampleResponse> GetSampleAsync(GetSampleRequest request, CallOptions options) => request.Benchmark == Judging.Sample.Open
        ? BenchEvaluation.Reply(new GetSampleResponse { Rubric = Rubric.Clone(), DataTier = DataTier.Public, Instances = { Instances.Take(request.Instances).Select(instance => instance.Clone()) } })
        : throw new RpcException(new Status(StatusCode.NotFound, $"There is no benchmark '{request.Benchmark}'."));
}
