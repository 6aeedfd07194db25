using MedHelm.Judging;
using Google.Rpc;
using Grpc.Core;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Verdicts;
using Xunit;

namespace MedHelm.Tests.Unit.Judging;

public sealed class JudgingRpcTests : JudgingOnSqlite
{
    [Fact]
    public async Task Pages_join_to_the_whole_list_in_order()
    {
        await JudgeAsync();
        var pages = new List<ListVerdictsResponse>();
        do pages.Add(await ListAsync(new() { PageSize = 4, PageToken = pages.LastOrDefault()?.NextPageToken ?? "" }));
        while (pages[^1].NextPageToken.Length > 0);

        Assert.Equal([4, 4, 1], pages.Select(page => page.Verdicts.Count));
        Assert.Equal(
            ["q1 ada", "q1 max", "q1 noor", "q2 ada", "q2 max", "q2 noor", "q3 ada", "q3 max", "q3 noor"],
            pages.SelectMany(page => page.Verdicts).Select(verdict => $"{verdict.InstanceId} {verdict.Verdict.Juror}"));
    }

    [Fact]
    public async Task A_page_that_ends_with_the_list_is_the_last()
    {
        await JudgeAsync();

        Assert.Empty((await ListAsync(new() { PageSize = 9 })).NextPageToken);
        Assert.Equal(9, (await ListAsync(new())).Verdicts.Count);
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        await JudgeAsync();

        Assert.Equal(3, (await ListAsync(new() { InstanceId = "q2" })).Verdicts.Count);
        Assert.Equal(9, (await ListAsync(new() { Benchmark = Sample.Open, Candidate = Sample.Candidate })).Verdicts.Count);
        Assert.Empty((await ListAsync(new() { Benchmark = Sample.Closed })).Verdicts);
        Assert.Empty((await ListAsync(new() { Run = "runs/other" })).Verdicts);
    }

    [Fact]
    public async Task Every_violation_of_a_bad_request_is_named()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => ListAsync(new() { Run = "sample", PageSize = 1001, PageToken = "not a token" }));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal(["run", "page_size", "page_token"], error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Field));
    }

    [Theory]
    [InlineData("")]
    [InlineData("runs/")]
    [InlineData("runs/a/b")]
    [InlineData("runs/a\n")]
    public async Task A_run_is_named_in_full(string run) =>
        await Assert.ThrowsAsync<RpcException>(() => new JudgingRpc(Verdicts).ListVerdicts(new() { Run = run }, new CallContext()));

    private async Task JudgeAsync()
    {
        foreach (var juror in new[] { "noor", "max", "ada" })
            await Ratings.HandleAsync(Sample.Ratings(juror, ("q3", Sample.GoodReply), ("q1", Sample.GoodReply), ("q2", null)), default);
    }

    private Task<ListVerdictsResponse> ListAsync(ListVerdictsRequest request)
    {
        if (request.Run.Length == 0) request.Run = Sample.Run;
        return new JudgingRpc(Verdicts).ListVerdicts(request, new CallContext());
    }
}
