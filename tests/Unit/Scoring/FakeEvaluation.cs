using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>Evaluation as seen by Scoring: one run of a closed, an open, a mixed and two further benchmarks over 1,500 instances, option B being right.</summary>
internal sealed class FakeEvaluation : EvaluationService.EvaluationServiceClient
{
    private const int Instances = 1500;

    public List<string> Calls { get; } = [];

    public bool Down { get; set; }

    public List<Attachment> Attachments { get; } = [];

    public override AsyncUnaryCall<GetRunPlanResponse> GetRunPlanAsync(GetRunPlanRequest request, CallOptions options) =>
        Reply($"plan {request.Run}", options, () => new GetRunPlanResponse
        {
            Plan = new RunPlan
            {
                Run = request.Run,
                Benchmarks =
                {
                    new PlannedBenchmark { Benchmark = "closed", Adaptation = Adaptation.MultipleChoice, InstanceSet = "set", Metrics = { "exact_match", "quasi_exact_match" } },
                    new PlannedBenchmark { Benchmark = "open", Adaptation = Adaptation.Generation, InstanceSet = "long", Metrics = { "jury_score" }, Jury = new Jury { MinValidVerdicts = 1 } },
                    new PlannedBenchmark { Benchmark = "mixed", Adaptation = Adaptation.Generation, InstanceSet = "set", Metrics = { "jury_score", "exact_match" }, Jury = new Jury { MinValidVerdicts = 1 } },
                    new PlannedBenchmark { Benchmark = "helm", Adaptation = Adaptation.Generation, InstanceSet = "set", Metrics = { "helm_jury_score", "helm_exact_match" }, Jury = new Jury { MinValidVerdicts = 1, Rubric = new Rubric { ScaleMin = 1, ScaleMax = 5 } } },
                    new PlannedBenchmark { Benchmark = "sql", Adaptation = Adaptation.Generation, InstanceSet = "sql", Metrics = { "ehr_sql_execution_accuracy" }, Attachments = { Attachments } },
                },
            },
        });

    public override AsyncUnaryCall<ListInstancesResponse> ListInstancesAsync(ListInstancesRequest request, CallOptions options) =>
        Reply($"{request.InstanceSet} from {request.PageToken}", options, () =>
        {
            var from = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken);
            var page = Enumerable.Range(from, Math.Min(request.PageSize, Instances - from)).Select(i => new Instance
            {
                Id = $"q{i}",
                References = { new Reference { Text = "rest" }, new Reference { Text = request.InstanceSet == "sql" ? "select name from patient" : "walk", Correct = true } },
                Extra = { new Extra { Name = "is_impossible", Value = i % 2 == 1 ? "true" : "false" } },
            });
            return new ListInstancesResponse { Instances = { page }, NextPageToken = from + request.PageSize < Instances ? $"{from + request.PageSize}" : "" };
        });

    private AsyncUnaryCall<T> Reply<T>(string call, CallOptions options, Func<T> response)
    {
        Assert.NotNull(options.Deadline);
        lock (Calls) Calls.Add(call);
        var answer = Down ? Task.FromException<T>(new RpcException(new Status(StatusCode.Unavailable, "down"))) : Task.FromResult(response());
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }
}
