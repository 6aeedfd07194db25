using Google.Protobuf;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Reporting;

public sealed class FinalLeaderboardTests : ReportingOnSqlite
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Order_and_repetition_of_events_change_nothing(int seed)
    {
        await HandleAsync(Sample.Events());
        var expected = (await Leaderboards.FindAsync(Sample.Run, default))!.ToByteArray();

        var other = new FinalLeaderboardTests();
        await other.InitializeAsync();
        IMessage[] events = [.. Sample.Events(), .. Sample.Events()];
        new Random(seed).Shuffle(events);
        await other.HandleAsync(events);
        var stored = await other.Leaderboards.FindAsync(Sample.Run, default);
        await other.DisposeAsync();

        Assert.Equal(expected, stored.ToByteArray());
    }

    [Fact]
    public async Task It_is_fixed_by_whichever_event_comes_last()
    {
        var events = Sample.Events();
        foreach (var last in events)
        {
            var late = new FinalLeaderboardTests();
            await late.InitializeAsync();
            await late.HandleAsync(events.Where(e => e != last && e is not RunCompleted));
            await late.HandleAsync(new RunCompleted { Run = Sample.Run });
            // Scores under another metric than the main one are not waited for.
            if (last is not RunCompleted && !IsSecondary(last)) Assert.Null(await late.Leaderboards.FindAsync(Sample.Run, default));
            await late.HandleAsync(last);
            Assert.NotNull(await late.Leaderboards.FindAsync(Sample.Run, default));
            await late.DisposeAsync();
        }
    }

    [Fact]
    public async Task It_survives_the_absence_of_other_services()
    {
        await HandleAsync(Sample.Events());
        var calls = Evaluation.Calls;
        Scoring.Down = true;
        Assert.True((await GetAsync()).Final);
        Assert.Equal(calls, Evaluation.Calls);
    }

    [Fact]
    public async Task An_event_that_could_not_fix_it_does_so_when_delivered_again()
    {
        await HandleAsync(Sample.Events()[..^1]);
        Scoring.Down = true;
        await Assert.ThrowsAsync<RpcException>(() => HandleAsync(new RunCompleted { Run = Sample.Run }));
        Scoring.Down = false;
        await HandleAsync(new RunCompleted { Run = Sample.Run });
        Assert.NotNull(await Leaderboards.FindAsync(Sample.Run, default));
    }

    [Fact]
    public async Task Where_an_answer_was_served_from_is_not_part_of_it()
    {
        var events = Sample.Events();
        foreach (var produced in events.OfType<CompletionsProduced>())
            foreach (var item in produced.Items) item.Outcome.ServedFrom = ServedFrom.Archive;
        await HandleAsync(Sample.Events());
        var expected = await GetAsync();
        await HandleAsync(events);
        Assert.Equal(expected, await GetAsync());
    }

    [Fact]
    public async Task A_completed_run_that_lacks_records_is_not_called_final()
    {
        await HandleAsync(Sample.Events().Where(e => e is not CompletionsProduced { Batch.Juror: "two" }));
        var board = await GetAsync();
        Assert.False(board.Final);
        Assert.Null(await Leaderboards.FindAsync(Sample.Run, default));
    }

    private static bool IsSecondary(IMessage message) =>
        message is MedHelm.Contracts.Scoring.V1.InstancesScored scored && scored.Items[0].Scores[0].Metric == "quasi_exact_match";
}
