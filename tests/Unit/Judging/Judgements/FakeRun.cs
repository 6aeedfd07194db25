using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Judging.Judgements;

/// <summary>A run of two models on an open-ended and a closed-ended benchmark, with its stored answers, as other services tell of it.</summary>
internal sealed class FakeRun
{
    public const string Second = "lab/second";
    private readonly Dictionary<string, List<(string Instance, string? Text)>> answers = new(StringComparer.Ordinal);

    public FakeRun() => (Evaluation, Requests, Completions, Planner) = (new EvaluationClient(this), new RequestClient(this), new CompletionClient(this), new PlannerClient(this));

    public EvaluationService.EvaluationServiceClient Evaluation { get; }

    public RequestSourceService.RequestSourceServiceClient Requests { get; }

    public CompletionSourceService.CompletionSourceServiceClient Completions { get; }

    public JuryPlannerService.JuryPlannerServiceClient Planner { get; }

    public RunState State { get; set; } = RunState.Completed;

    public string Project { get; set; } = "";

    /// <summary>Clusters by instance; those left out are their own.</summary>
    public Dictionary<string, string> Clusters { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers that were asked for and are no longer stored.</summary>
    public HashSet<string> Gone { get; } = new(StringComparer.Ordinal);

    public bool Down { get; set; }

    public List<PlanJuriesRequest> Planned { get; } = [];

    /// <summary>The jury that whoever plans gets.</summary>
    public Jury Other { get; set; } = Judge("new-1", "new-2");

    public static Jury Judge(params string[] names)
    {
        var jury = Sample.Jury();
        jury.Jurors.Clear();
        jury.Jurors.Add(names.Select(name => new Juror { Name = name, Deployment = "lab/judge-1" }));
        return jury;
    }

    public void Answered(string candidate, params (string Instance, string? Text)[] given) => answers[candidate] = [.. given];

    public RunPlan Plan()
    {
        var plan = Sample.Plan();
        plan.Models.Add(new PlannedModel { Deployment = Sample.Candidate });
        plan.Models.Add(new PlannedModel { Deployment = Second });
        plan.Benchmarks[1].Metrics.Add("jury_score");
        plan.Benchmarks[1].Clusters = Clusters.Count;
        return plan;
    }

    private AsyncUnaryCall<T> Reply<T>(Func<T> response)
    {
        var answer = Down ? Task.FromException<T>(new RpcException(new Status(StatusCode.Unavailable, "down"))) : Task.FromResult(response());
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    private sealed class EvaluationClient(FakeRun run) : EvaluationService.EvaluationServiceClient
    {
        public override AsyncUnaryCall<GetRunResponse> GetRunAsync(GetRunRequest request, CallOptions options) =>
            run.Reply(() => new GetRunResponse { Run = new Run { Name = request.Name, State = run.State, Spec = new RunSpec { Project = run.Project } } });

        public override AsyncUnaryCall<GetRunPlanResponse> GetRunPlanAsync(GetRunPlanRequest request, CallOptions options) => run.Reply(() => new GetRunPlanResponse { Plan = run.Plan() });

        public override AsyncUnaryCall<ListInstancesResponse> ListInstancesAsync(ListInstancesRequest request, CallOptions options) => run.Reply(() => new ListInstancesResponse
        {
            Instances =
            {
                (request.InstanceIds.Count > 0 ? request.InstanceIds : run.answers.Values.SelectMany(given => given).Select(given => given.Instance).Distinct(StringComparer.Ordinal))
                .Select(id => new Instance { Id = id, Input = $"Question {id}?", Cluster = run.Clusters.GetValueOrDefault(id, "") }),
            },
        });
    }

    private sealed class RequestClient(FakeRun run) : RequestSourceService.RequestSourceServiceClient
    {
        public override AsyncServerStreamingCall<ListRequestsResponse> ListRequests(ListRequestsRequest request, CallOptions options)
        {
            if (run.Down) throw new RpcException(new Status(StatusCode.Unavailable, "down"));
            var pages = run.answers.GetValueOrDefault(request.Candidate, []).Chunk(2).Select(page => new ListRequestsResponse
            {
                Asked = new CompletionsRequested
                {
                    Batch = new CompletionBatch { Run = request.Run, Benchmark = request.Benchmark, Candidate = request.Candidate },
                    Items = { page.Select(given => new RequestedCompletion { InstanceId = given.Instance }) },
                },
            });
            return new(new Stream<ListRequestsResponse>(pages), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
        }
    }

    private sealed class CompletionClient(FakeRun run) : CompletionSourceService.CompletionSourceServiceClient
    {
        public override AsyncUnaryCall<FindCompletionsResponse> FindCompletionsAsync(FindCompletionsRequest request, CallOptions options) => run.Reply(() => new FindCompletionsResponse
        {
            Items =
            {
                run.answers[request.Asked.Batch.Candidate]
                    .Where(given => request.Asked.Items.Any(item => item.InstanceId == given.Instance) && !run.Gone.Contains(given.Instance))
                    .Select(given => Sample.Produced(given.Instance, given.Text)),
            },
        });
    }

    private sealed class PlannerClient(FakeRun run) : JuryPlannerService.JuryPlannerServiceClient
    {
        public override AsyncUnaryCall<PlanJuriesResponse> PlanJuriesAsync(PlanJuriesRequest request, CallOptions options)
        {
            Assert.NotNull(options.Deadline);
            run.Planned.Add(request);
            return run.Reply(() => new PlanJuriesResponse { Juries = { [Sample.Open] = run.Other } });
        }
    }

    private sealed class Stream<T>(IEnumerable<T> items) : IAsyncStreamReader<T>
    {
        private readonly Queue<T> rest = new(items);

        public T Current { get; private set; } = default!;

        public Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!rest.TryDequeue(out var next)) return Task.FromResult(false);
            Current = next;
            return Task.FromResult(true);
        }
    }
}
