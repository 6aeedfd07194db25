using Grpc.Core;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Trust.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Reporting;

public sealed class ComparedJuryTests : ReportingOnSqlite
{
    [Theory]
    [InlineData(Comparability.Same)]
    [InlineData(Comparability.Linked)]
    [InlineData(Comparability.Rejudged)]
    public async Task Runs_whose_juries_are_the_same_linked_or_judged_again_are_compared_and_say_which(Comparability comparability)
    {
        await HandleAsync(Sample.Events());
        Bench.Open.Comparability = comparability;

        var cells = (await CompareAsync(new CompareRunsRequest { First = Sample.Run, Second = Sample.Run })).Cells;

        Assert.Equal([comparability, comparability], cells.Where(cell => cell.Benchmark == "open").Select(cell => cell.Juries));
        Assert.All(cells.Where(cell => cell.Benchmark == "closed"), cell => Assert.Equal(Comparability.Unspecified, cell.Juries));
    }

    [Fact]
    public async Task Runs_of_different_juries_are_refused_with_the_benchmark_the_juror_the_price_and_the_way_out()
    {
        await HandleAsync(Sample.Events());
        Bench.Open = new JuryComparison { Benchmark = "open", Comparability = Comparability.Blocked, Differences = { "juror j1: m-1 / m-2" }, RejudgeNanoUsd = 2_500_000_000 };

        var refusal = await Assert.ThrowsAsync<RpcException>(() => CompareAsync(new CompareRunsRequest { First = Sample.Run, Second = Sample.Run }));

        Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.All(["open", "juror j1: m-1 / m-2", "about 2.50 dollars", "medhelm rejudge", "--across-juries"], part => Assert.Contains(part, refusal.Status.Detail, StringComparison.Ordinal));
        var cells = (await CompareAsync(new CompareRunsRequest { First = Sample.Run, Second = Sample.Run, AcrossJuries = true })).Cells;
        Assert.Equal(2, cells.Count(cell => cell.Juries == Comparability.Blocked));
    }

    [Fact]
    public async Task While_judging_does_not_answer_the_error_says_so()
    {
        await HandleAsync(Sample.Events());
        Bench.Down = true;

        var refusal = await Assert.ThrowsAsync<RpcException>(() => CompareAsync(new CompareRunsRequest { First = Sample.Run, Second = Sample.Run, AcrossJuries = true }));

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.Contains("Judging", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_without_a_jury_in_common_ask_nobody()
    {
        Evaluation.Plan.Benchmarks.RemoveAt(1);
        await HandleAsync(Sample.Events().Take(5));
        Bench.Down = true;

        Assert.NotEmpty((await CompareAsync(new CompareRunsRequest { First = Sample.Run, Second = Sample.Run })).Cells);
        Assert.Equal(0, Bench.Calls);
    }
}
