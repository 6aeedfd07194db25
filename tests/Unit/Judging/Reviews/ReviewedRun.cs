using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Tests.Unit.Judging.Reviews;

/// <summary>Finished runs of three candidates on twelve instances of one open-ended benchmark, as Evaluation and Inference know them.</summary>
internal static class ReviewedRun
{
    public const string Name = "runs/reviewed";
    public const string Other = "runs/other-run";
    public const string Open = "note_quality";
    public const int Instances = 12;
    public static readonly string[] Candidates = ["lab/model-alpha", "lab/model-beta", "lab/model-gamma"];
    public static readonly string[] Jurors = ["juror-one", "juror-two"];

    public static int Answers => Candidates.Length * Instances;

    public static Jury Jury() => new()
    {
        Jurors = { Jurors.Select(name => new Juror { Name = name, Deployment = "lab/" + name, Model = name + "-2026", Vendor = "vendor of " + name }) },
        Rubric = Sample.Rubric("{{ question }} {{ response }} {{ gold_response }}"),
        MinValidVerdicts = 1,
        Sha256 = "5a",
    };

    public static RunPlan Plan(string run, Jury? jury = null) => new()
    {
        Run = run,
        Models = { Candidates.Select(id => new PlannedModel { Deployment = id, Model = id + "-snapshot", Vendor = "lab" }) },
        Benchmarks =
        {
            new PlannedBenchmark { Benchmark = "exam", InstanceSet = "closed-set", Metrics = { "exact_match" } },
            new PlannedBenchmark { Benchmark = Open, InstanceSet = "open-set", DataTier = DataTier.Private, Metrics = { "jury_score" }, Jury = jury ?? Jury() },
        },
    };

    /// <summary>Verdicts of both jurors on every answer; marks differ from answer to answer.</summary>
    public static IEnumerable<RecordedVerdict> Verdicts() =>
        from c in Enumerable.Range(0, Candidates.Length)
        from i in Enumerable.Range(0, Instances)
        from j in Enumerable.Range(0, Jurors.Length)
        select new RecordedVerdict
        {
            Candidate = Candidates[c],
            Benchmark = Open,
            InstanceId = $"q{i}",
            Verdict = new Verdict { Juror = Jurors[j], ModelSnapshot = Jurors[j] + "-2026", Marks = new Marks { Marks_ = { Mark("accuracy", 1 + ((c + i + j) % 5)), Mark("clarity", 1 + ((2 * c + i) % 5)) } } },
        };

    public static Mark Mark(string criterion, double score) => new() { Criterion = criterion, Score = score, Explanation = "juror's secret words" };

    public static AsyncUnaryCall<T> Reply<T>(T response) => new(Task.FromResult(response), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    public sealed class Evaluation : EvaluationService.EvaluationServiceClient
    {
        public RunState State { get; set; } = RunState.Completed;

        public Jury? Jury { get; set; }

        /// <summary>Clusters by instance; those left out are their own.</summary>
        public Dictionary<string, string> Clusters { get; } = new(StringComparer.Ordinal);

        public override AsyncUnaryCall<GetRunResponse> GetRunAsync(GetRunRequest request, CallOptions options) => Reply(new GetRunResponse { Run = new Run { Name = request.Name, State = State } });

        public override AsyncUnaryCall<GetRunPlanResponse> GetRunPlanAsync(GetRunPlanRequest request, CallOptions options) => Reply(new GetRunPlanResponse { Plan = Clustered(Plan(request.Run, Jury)) });

        public override AsyncUnaryCall<ListInstancesResponse> ListInstancesAsync(ListInstancesRequest request, CallOptions options) => Reply(new ListInstancesResponse
        {
            Instances = { Wanted(request).Select(id => new Instance { Id = id, Input = $"Question {id}?", Cluster = Clusters.GetValueOrDefault(id, ""), References = { new Reference { Text = $"Gold {id}", Correct = true } } }) },
        });

        private static IEnumerable<string> Wanted(ListInstancesRequest request) => request.InstanceIds.Count > 0 ? request.InstanceIds.Where(id => !id.StartsWith("unknown", StringComparison.Ordinal)) : Enumerable.Range(0, Instances).Select(i => $"q{i}");

        private RunPlan Clustered(RunPlan plan)
        {
            plan.Benchmarks[1].Clusters = Clusters.Count;
            return plan;
        }
    }

    public sealed class Requests : RequestSourceService.RequestSourceServiceClient
    {
        public override AsyncServerStreamingCall<ListRequestsResponse> ListRequests(ListRequestsRequest request, CallOptions options)
        {
            var pages = Enumerable.Range(0, Instances).Chunk(5).Select(part => new ListRequestsResponse
            {
                Asked = new CompletionsRequested
                {
                    Batch = new CompletionBatch { Run = request.Run, Benchmark = request.Benchmark, Candidate = request.Candidate },
                    Items = { part.Select(i => new RequestedCompletion { InstanceId = $"q{i}", PromptDigest = $"d{i}" }) },
                },
            });
            return new(new Pages([.. pages]), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
        }
    }

    public sealed class Completions : CompletionSourceService.CompletionSourceServiceClient
    {
        /// <summary>True when the keys of the answers were destroyed.</summary>
        public bool Shredded { get; set; }

        public List<int> Asked { get; } = [];

        public override AsyncUnaryCall<FindCompletionsResponse> FindCompletionsAsync(FindCompletionsRequest request, CallOptions options)
        {
            lock (Asked) Asked.Add(request.Asked.Items.Count);
            var which = Array.IndexOf(Candidates, request.Asked.Batch.Candidate);
            return Reply(new FindCompletionsResponse { Items = { Shredded ? [] : request.Asked.Items.Select(item => Sample.Produced(item.InstanceId, $"Text {which + 1}: {item.InstanceId}")) } });
        }
    }

    private sealed class Pages(IReadOnlyList<ListRequestsResponse> pages) : IAsyncStreamReader<ListRequestsResponse>
    {
        private int next = -1;

        public ListRequestsResponse Current => pages[next];

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(++next < pages.Count);
    }
}
