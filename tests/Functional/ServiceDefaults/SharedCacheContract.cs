using System.Text;
using MedHelm.ServiceDefaults.Cache;
using Xunit;

namespace MedHelm.Tests.Functional.ServiceDefaults;

/// <summary>What every shared cache must do, whatever is behind it.</summary>
public abstract class SharedCacheContract
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly string prefix = Path.GetRandomFileName();

    private protected abstract ISharedCache Cache { get; }

    [Fact]
    public async Task Values_come_back_in_the_order_of_the_keys_and_missing_ones_are_null()
    {
        await Cache.SetManyAsync([Entry("a", "1"), Entry("b", "2")], TimeSpan.FromMinutes(1), None);

        var found = await Cache.GetManyAsync([Key("b"), Key("none"), Key("a")], None);

        Assert.Equal(["2", null, "1"], found.Select(value => value is null ? null : Encoding.UTF8.GetString(value)));
    }

    [Fact]
    public async Task A_later_value_takes_the_place_of_the_earlier()
    {
        await Cache.SetManyAsync([Entry("a", "1")], TimeSpan.FromMinutes(1), None);
        await Cache.SetManyAsync([Entry("a", "2")], TimeSpan.FromMinutes(1), None);

        Assert.Equal("2", Encoding.UTF8.GetString((await Cache.GetManyAsync([Key("a")], None))[0]!));
    }

    [Fact]
    public async Task No_keys_give_no_values() => Assert.Empty(await Cache.GetManyAsync([], None));

    [Fact]
    public async Task A_lease_has_one_holder_until_it_is_released()
    {
        var first = await Cache.TryLeaseAsync(Key("lease"), TimeSpan.FromMinutes(1), None);
        Assert.NotNull(first);
        Assert.Null(await Cache.TryLeaseAsync(Key("lease"), TimeSpan.FromMinutes(1), None));
        Assert.True(await first.RenewAsync(None));

        await first.DisposeAsync();

        await using var second = await Cache.TryLeaseAsync(Key("lease"), TimeSpan.FromMinutes(1), None);
        Assert.NotNull(second);
    }

    [Fact]
    public async Task A_hundred_callers_at_once_get_one_lease()
    {
        var leases = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => Cache.TryLeaseAsync(Key("race"), TimeSpan.FromMinutes(1), None))));

        Assert.Single(leases, lease => lease is not null);
    }

    [Fact]
    public async Task An_expired_lease_is_lost_to_the_next_and_its_old_holder_cannot_release_it()
    {
        var old = await Cache.TryLeaseAsync(Key("late"), TimeSpan.FromMilliseconds(50), None);
        await LetPassAsync(TimeSpan.FromMilliseconds(200));

        await using var next = await Cache.TryLeaseAsync(Key("late"), TimeSpan.FromMinutes(1), None);
        Assert.NotNull(next);
        Assert.False(await old!.RenewAsync(None));
        await old.DisposeAsync();
        Assert.Null(await Cache.TryLeaseAsync(Key("late"), TimeSpan.FromMinutes(1), None));
    }

    [Fact]
    public async Task A_value_is_gone_when_its_time_is_up()
    {
        await Cache.SetManyAsync([Entry("brief", "1")], TimeSpan.FromMilliseconds(50), None);
        await LetPassAsync(TimeSpan.FromMilliseconds(200));

        Assert.Null((await Cache.GetManyAsync([Key("brief")], None))[0]);
    }

    /// <summary>Makes time pass for the cache under test.</summary>
    protected abstract Task LetPassAsync(TimeSpan time);

    private string Key(string key) => prefix + key;

    private KeyValuePair<string, byte[]> Entry(string key, string value) => KeyValuePair.Create(Key(key), Encoding.UTF8.GetBytes(value));
}
