using MedHelm.Scoring.Runs;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class SharedLoadsTests
{
    private readonly SharedLoads<string> loads = new(limit: 10, text => text.Length);
    private int calls;

    [Fact]
    public async Task Those_who_ask_together_share_one_load()
    {
        var source = new TaskCompletionSource<string>();
        var first = GetAsync("key", source.Task);
        var second = GetAsync("key", source.Task);
        source.SetResult("value");
        Assert.Equal(["value", "value"], await Task.WhenAll(first, second));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_failed_load_is_not_kept()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => GetAsync("key", Task.FromException<string>(new TimeoutException())));
        Assert.Equal("value", await GetAsync("key", Task.FromResult("value")));
    }

    [Fact]
    public async Task A_value_that_is_not_to_be_kept_is_given_to_those_who_wait_and_loaded_again_by_the_next()
    {
        var choosy = new SharedLoads<string>(limit: 10, text => text.Length, text => text != "no");
        var source = new TaskCompletionSource<string>();
        var waiting = new[] { choosy.GetAsync("key", () => source.Task, default), choosy.GetAsync("key", () => Task.FromResult("not loaded"), default) };
        source.SetResult("no");
        Assert.Equal(["no", "no"], await Task.WhenAll(waiting));
        Assert.Equal("yes", await choosy.GetAsync("key", () => Task.FromResult("yes"), default));
        Assert.Equal("yes", await choosy.GetAsync("key", () => Task.FromResult("not loaded"), default));
    }

    [Fact]
    public async Task One_who_gives_up_does_not_take_the_load_from_the_others()
    {
        using var impatient = new CancellationTokenSource();
        var source = new TaskCompletionSource<string>();
        var leaves = loads.GetAsync("key", () => source.Task, impatient.Token);
        var stays = GetAsync("key", source.Task);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        source.SetResult("value");
        Assert.Equal("value", await stays);
    }

    [Fact]
    public async Task The_least_recently_used_leave_when_the_limit_is_passed()
    {
        await GetAsync("a", Task.FromResult("12345"));
        await GetAsync("b", Task.FromResult("12345"));
        await GetAsync("a", Task.FromResult("not loaded"));
        await GetAsync("c", Task.FromResult("123"));
        Assert.Equal(3, calls);
        Assert.Equal("12345", await GetAsync("a", Task.FromResult("not loaded")));
        Assert.Equal("again", await GetAsync("b", Task.FromResult("again")));
    }

    [Fact]
    public async Task A_value_above_the_limit_is_kept_until_the_next_one_comes()
    {
        await GetAsync("large", Task.FromResult(new string('x', 50)));
        await GetAsync("large", Task.FromResult("not loaded"));
        Assert.Equal(1, calls);
        await GetAsync("a", Task.FromResult("1"));
        Assert.Equal("again", await GetAsync("large", Task.FromResult("again")));
    }

    private Task<string> GetAsync(string key, Task<string> value) => loads.GetAsync(key, () =>
    {
        calls++;
        return value;
    }, CancellationToken.None);
}
