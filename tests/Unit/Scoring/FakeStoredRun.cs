using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>What is stored of a run elsewhere: its requests at Evaluation, outcomes at Inference, verdicts at Judging.</summary>
internal sealed class FakeStoredRun
{
    private const int AtOnce = 3;

    private readonly Dictionary<(string Benchmark, string Candidate), List<ProducedCompletion>> outcomes = [];
    private readonly HashSet<string> gone = new(StringComparer.Ordinal);
    private readonly List<RecordedVerdict> verdicts = [];

    public FakeStoredRun() => (Requests, Completions, Judging) = (new RequestSource(this), new CompletionSource(this), new VerdictSource(this));

    public RequestSourceService.RequestSourceServiceClient Requests { get; }

    public CompletionSourceService.CompletionSourceServiceClient Completions { get; }

    public JudgingService.JudgingServiceClient Judging { get; }

    /// <summary>Looks so many pages up, then breaks.</summary>
    public int PagesUntilBroken { get; set; } = int.MaxValue;

    public void Keep(CompletionsProduced produced)
    {
        if (!outcomes.TryGetValue((produced.Batch.Benchmark, produced.Batch.Candidate), out var items)) outcomes[(produced.Batch.Benchmark, produced.Batch.Candidate)] = items = [];
        items.AddRange(produced.Items);
    }

    public void Keep(VerdictsReached reached) => verdicts.AddRange(
        from item in reached.Items
        from verdict in item.Verdicts
        select new RecordedVerdict { Benchmark = reached.Benchmark, Candidate = reached.Candidate, InstanceId = item.InstanceId, Verdict = verdict });

    public void Keep(RecordedVerdict verdict) => verdicts.Add(verdict);

    /// <summary>The answer was asked for, but is no longer stored.</summary>
    public void Lose(string instance) => gone.Add(instance);

    private static AsyncUnaryCall<T> Reply<T>(CallOptions options, Func<T> response)
    {
        Assert.NotNull(options.Deadline);
        return new(AnswerAsync(), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

        async Task<T> AnswerAsync()
        {
            await Task.Yield();
            return response();
        }
    }

    private sealed class RequestSource(FakeStoredRun run) : RequestSourceService.RequestSourceServiceClient
    {
        public override AsyncServerStreamingCall<ListRequestsResponse> ListRequests(ListRequestsRequest request, CallOptions options)
        {
            Assert.NotNull(options.Deadline);
            var pages = run.outcomes.GetValueOrDefault((request.Benchmark, request.Candidate), []).Chunk(AtOnce).Select(items => new ListRequestsResponse
            {
                Asked = new CompletionsRequested
                {
                    Batch = new() { Run = request.Run, Benchmark = request.Benchmark, Candidate = request.Candidate },
                    Items = { items.Select(item => new RequestedCompletion { InstanceId = item.InstanceId }) },
                },
            });
            return new(new Pages(pages.GetEnumerator()), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
        }
    }

    private sealed class CompletionSource(FakeStoredRun run) : CompletionSourceService.CompletionSourceServiceClient
    {
        public override AsyncUnaryCall<FindCompletionsResponse> FindCompletionsAsync(FindCompletionsRequest request, CallOptions options) => Reply(options, () =>
        {
            if (run.PagesUntilBroken-- <= 0) throw new RpcException(new Status(StatusCode.Unavailable, "down"));
            var stored = run.outcomes[(request.Asked.Batch.Benchmark, request.Asked.Batch.Candidate)];
            return new FindCompletionsResponse
            {
                Items = { stored.Where(item => request.Asked.Items.Any(asked => asked.InstanceId == item.InstanceId) && !run.gone.Contains(item.InstanceId)) },
            };
        });
    }

    private sealed class VerdictSource(FakeStoredRun run) : JudgingService.JudgingServiceClient
    {
        public override AsyncUnaryCall<ListVerdictsResponse> ListVerdictsAsync(ListVerdictsRequest request, CallOptions options) => Reply(options, () =>
        {
            var from = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken);
            var wanted = run.verdicts.Where(v => v.Benchmark == request.Benchmark && v.Candidate == request.Candidate).ToList();
            return new ListVerdictsResponse { Verdicts = { wanted.Skip(from).Take(AtOnce) }, NextPageToken = from + AtOnce < wanted.Count ? $"{from + AtOnce}" : "" };
        });
    }

    private sealed class Pages(IEnumerator<ListRequestsResponse> pages) : IAsyncStreamReader<ListRequestsResponse>
    {
        public ListRequestsResponse Current => pages.Current;

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(pages.MoveNext());
    }
}
