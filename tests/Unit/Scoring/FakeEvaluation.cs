using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>
/// Evaluation as seen by Scoring: one run of two models on a closed, an open, a mixed and further benchmarks over 1,500 instances, option B
/// being right. Of the grouped one, neighbours are one patient, and the second hundred is another sub-run.
/// </summary>
internal sealed class FakeEvaluation : EvaluationService.EvaluationServiceClient
{
    private const int Instances = 1500;

    public List<string> Calls { get; } = [];

    public bool Down { get; set; }

    /// <summary>Most instances that fit a reply with their inputs.</summary>
    public int MostIds { get; set; } = int.MaxValue;

    public List<Attachment> Attachments { get; } = [];

    public override AsyncUnaryCall<GetRunPlanResponse> GetRunPlanAsync(GetRunPlanRequest request, CallOptions options) =>
        Reply($"plan {request.Run}", options, () => request.Run != "runs/none" ? new GetRunPlanResponse
        {
            Plan = new RunPlan
            {
                Run = request.Run,
                Models = { new PlannedModel { Deployment = "model" }, new PlannedModel { Deployment = "other" } },
                Benchmarks =
                {
                    new PlannedBenchmark { Benchmark = "closed", Adaptation = Adaptation.MultipleChoice, InstanceSet = "set", Metrics = { "exact_match", "quasi_exact_match" } },
                    new PlannedBenchmark { Benchmark = "open", Adaptation = Adaptation.Generation, InstanceSet = "long", Metrics = { "jury_score" }, Jury = new Jury { Jurors = { new Juror { Name = "juror" } }, MinValidVerdicts = 1 } },
                    new PlannedBenchmark { Benchmark = "mixed", Adaptation = Adaptation.Generation, InstanceSet = "set", Metrics = { "jury_score", "exact_match" }, Jury = new Jury { Jurors = { new Juror { Name = "juror" } }, MinValidVerdicts = 1 } },
                    new PlannedBenchmark { Benchmark = "helm", Adaptation = Adaptation.Generation, InstanceSet = "set", Metrics = { "helm_jury_score", "helm_exact_match" }, Jury = new Jury { Jurors = { new Juror { Name = "juror" } }, MinValidVerdicts = 1, Rubric = new Rubric { ScaleMin = 1, ScaleMax = 5 } } },
                    new PlannedBenchmark { Benchmark = "summary", Adaptation = Adaptation.Generation, InstanceSet = "long", Metrics = { "jury_score", "rouge_1", "summarization_coverage" }, Jury = new Jury { MinValidVerdicts = 1 } },
                    new PlannedBenchmark { Benchmark = "sql", Adaptation = Adaptation.Generation, InstanceSet = "sql", Metrics = { "ehr_sql_execution_accuracy" }, Attachments = { Attachments } },
                    new PlannedBenchmark { Benchmark = "grouped", Adaptation = Adaptation.Generation, InstanceSet = "grouped", Instances = 200, Metrics = { "exact_match" }, Clusters = 100, Subsets = { new Subset { Name = "a", Instances = 100 }, new Subset { Name = "b", Instances = 100 } } },
                    new PlannedBenchmark { Benchmark = "encoded", Adaptation = Adaptation.Generation, InstanceSet = "set", Metrics = { "bert_score_f1" } },
                },
            },
        }
        : throw new RpcException(new Status(StatusCode.NotFound, "no such run")));

    public override AsyncUnaryCall<ListInstancesResponse> ListInstancesAsync(ListInstancesRequest request, CallOptions options) =>
        Reply(request.InstanceIds.Count > 0 ? $"{request.InstanceSet} {string.Join(' ', request.InstanceIds)}" : $"{request.InstanceSet} from {request.PageToken}", options, () =>
        {
            if (request.InstanceIds.Count > MostIds) throw new RpcException(new Status(StatusCode.ResourceExhausted, "the reply is too long"));
            if (request.InstanceIds.Count > 0)
                return new ListInstancesResponse { Instances = { request.InstanceIds.Select(id => new Instance { Id = id, Input = $"a long walk for {id}" }) } };
            var from = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken);
            var page = Enumerable.Range(from, Math.Min(request.PageSize, Instances - from)).Select(i => new Instance
            {
                Id = $"q{i}",
                Cluster = request.InstanceSet == "grouped" ? $"p{i / 2}" : "",
                Subset = request.InstanceSet == "grouped" ? i < 100 ? "a" : "b" : "",
                References = { new Reference { Text = "rest" }, new Reference { Text = request.InstanceSet == "sql" ? "select name from patient" : "walk", Correct = true } },
                Extra = { new Extra { Name = "is_impossible", Value = i % 2 == 1 ? "true" : "false" } },
            });
            return new ListInstancesResponse { Instances = { page }, NextPageToken = from + request.PageSize < Instances ? $"{from + request.PageSize}" : "" };
        });

    private AsyncUnaryCall<T> Reply<T>(string call, CallOptions options, Func<T> response)
    {
        Assert.NotNull(options.Deadline);
        lock (Calls) Calls.Add(call);
        var answer = AnswerAsync();
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

        async Task<T> AnswerAsync()
        {
            await Task.CompletedTask;
            return Down ? throw new RpcException(new Status(StatusCode.Unavailable, "down")) : response();
        }
    }
}
