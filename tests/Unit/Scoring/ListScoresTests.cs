using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class ListScoresTests : ScoringOnSqlite
{
    [Fact]
    public async Task Pages_count_instances_keep_their_scores_together_and_leave_nothing_out()
    {
        await ScoreAsync("b", 7);
        await ScoreAsync("a", 6);
        var request = new ListScoresRequest { Run = "runs/r", PageSize = 4 };
        var listed = new List<RecordedScore>();
        do
        {
            var page = await Rpc.ListScores(request, new CallContext());
            Assert.InRange(page.Scores.Count, 1, 8);
            listed.AddRange(page.Scores);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(26, listed.Count);
        Assert.Equal(listed.OrderBy(s => (s.Candidate, s.Benchmark, s.InstanceId, s.Score.Metric)), listed);
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        await ScoreAsync("a", 2);
        await ScoreAsync("b", 3);
        Assert.Equal(6, (await Rpc.ListScores(new() { Run = "runs/r", Candidate = "b", Benchmark = "closed" }, new CallContext())).Scores.Count);
        Assert.Empty((await Rpc.ListScores(new() { Run = "runs/r", Benchmark = "open" }, new CallContext())).Scores);
        Assert.Empty((await Rpc.ListScores(new() { Run = "runs/other" }, new CallContext())).Scores);
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_is_named_at_once()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => Rpc.ListScores(new() { PageSize = 1001, PageToken = "?" }, new CallContext()));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Equal(["run", "page_size", "page_token"], refusal.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(v => v.Field));
    }

    private Task ScoreAsync(string candidate, int instances) => Answers.HandleAsync(new CompletionsProduced
    {
        Batch = new() { Run = "runs/r", Benchmark = "closed", Candidate = candidate, Purpose = Purpose.Candidate },
        Items = { Enumerable.Range(0, instances).Select(i => new ProducedCompletion { InstanceId = $"q{i}", Outcome = new() { Completion = new() { Text = "B" } } }) },
    }, default);
}
