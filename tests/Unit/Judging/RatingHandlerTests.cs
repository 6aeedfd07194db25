using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Storage;
using Xunit;

namespace MedHelm.Tests.Unit.Judging;

public sealed class RatingHandlerTests : JudgingOnSqlite
{
    [Fact]
    public async Task Verdicts_are_announced_once_the_last_juror_has_spoken()
    {
        await Ratings.HandleAsync(Sample.Ratings("max", ("q1", Sample.GoodReply), ("q2", Sample.GoodReply)), default);
        await Ratings.HandleAsync(Sample.Ratings("noor", ("q1", Sample.GoodReply), ("q2", Sample.GoodReply)), default);
        Assert.Empty(Bus.Published);

        await Ratings.HandleAsync(Sample.Ratings("ada", ("q2", Sample.GoodReply), ("q1", Sample.GoodReply)), default);

        var reached = Assert.IsType<VerdictsReached>(Assert.Single(Bus.Published));
        Assert.Equal((Sample.Run, Sample.Open, Sample.Candidate), (reached.Run, reached.Benchmark, reached.Candidate));
        Assert.Equal(["q1", "q2"], reached.Items.Select(item => item.InstanceId));
        Assert.All(reached.Items, item => Assert.Equal(["ada", "max", "noor"], item.Verdicts.Select(verdict => verdict.Juror)));
    }

    [Fact]
    public async Task Only_answers_that_the_whole_jury_has_rated_are_announced()
    {
        await Ratings.HandleAsync(Sample.Ratings("max", ("q1", Sample.GoodReply), ("q2", Sample.GoodReply)), default);
        await Ratings.HandleAsync(Sample.Ratings("noor", ("q2", Sample.GoodReply), ("q3", Sample.GoodReply)), default);
        await Ratings.HandleAsync(Sample.Ratings("ada", ("q1", Sample.GoodReply), ("q2", Sample.GoodReply), ("q3", Sample.GoodReply)), default);

        Assert.Equal("q2", Assert.IsType<VerdictsReached>(Assert.Single(Bus.Published)).Items.Single().InstanceId);
    }

    [Fact]
    public async Task An_abstention_counts_as_having_spoken_and_is_never_a_number()
    {
        await Ratings.HandleAsync(Sample.Ratings("max", ("q1", null)), default);
        await Ratings.HandleAsync(Sample.Ratings("noor", ("q1", "I would rather not.")), default);
        await Ratings.HandleAsync(Sample.Ratings("ada", ("q1", Sample.GoodReply)), default);

        var verdicts = Assert.IsType<VerdictsReached>(Assert.Single(Bus.Published)).Items.Single().Verdicts;
        Assert.Equal(
            [AbstentionReason.Unspecified, AbstentionReason.CallFailed, AbstentionReason.NoJson],
            verdicts.Select(verdict => verdict.Abstention?.Reason ?? AbstentionReason.Unspecified));
        Assert.Equal([true, false, false], verdicts.Select(verdict => verdict.Marks is not null));
    }

    [Fact]
    public async Task A_redelivery_stores_nothing_new_and_announces_the_same()
    {
        foreach (var juror in new[] { "max", "noor", "ada", "ada", "max" })
            await Ratings.HandleAsync(Sample.Ratings(juror, ("q1", Sample.GoodReply)), default);

        Assert.Equal(3, Bus.Published.Count);
        Assert.Single(Bus.Published.Distinct());
        Assert.Equal(3, (await Verdicts.ListAsync(new VerdictFilter(Sample.Run), null, 10, default)).Count);
    }

    [Fact]
    public async Task A_crash_between_storing_and_announcing_is_made_good_by_the_redelivery()
    {
        await Ratings.HandleAsync(Sample.Ratings("max", ("q1", Sample.GoodReply)), default);
        await Ratings.HandleAsync(Sample.Ratings("noor", ("q1", Sample.GoodReply)), default);
        var last = Sample.Ratings("ada", ("q1", Sample.GoodReply));
        Bus.Down = true;
        await Assert.ThrowsAsync<TimeoutException>(() => Ratings.HandleAsync(last, default));
        Bus.Down = false;

        await Ratings.HandleAsync(last, default);

        Assert.Single(Bus.Published);
    }

    [Fact]
    public async Task Jurors_heard_at_once_are_all_stored_and_announced_at_least_once()
    {
        await Task.WhenAll(new[] { "max", "noor", "ada" }.Select(juror => Task.Run(() => Ratings.HandleAsync(Sample.Ratings(juror, ("q1", Sample.GoodReply)), default))));

        Assert.NotEmpty(Bus.Published);
    }

    [Fact]
    public async Task Candidates_answers_are_ignored()
    {
        await Ratings.HandleAsync(Sample.Answers(Sample.Open, ("q1", Sample.GoodReply)), default);

        Assert.Empty(Evaluation.Calls);
        Assert.Empty(await Verdicts.ListAsync(new VerdictFilter(Sample.Run), null, 10, default));
    }

    [Fact]
    public async Task A_juror_that_is_not_in_the_jury_is_refused_by_name()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Ratings.HandleAsync(Sample.Ratings("eve", ("q1", Sample.GoodReply)), default));

        Assert.Contains("'eve'", error.Message, StringComparison.Ordinal);
    }
}
