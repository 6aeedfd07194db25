using StackExchange.Redis;

namespace MedHelm.ServiceDefaults.Cache;

/// <summary>Wakes over Redis: one channel a service carries the keys.</summary>
internal sealed class RedisWakeUps : IWakeUps
{
    private readonly WakeUpBoard board = new();
    private readonly Lazy<Task<ISubscriber>> subscriber;
    private readonly RedisChannel channel;

    public RedisWakeUps(Lazy<Task<IConnectionMultiplexer>> connection, string service)
    {
        channel = RedisChannel.Literal($"medhelm:{service}:wake-ups");
        subscriber = new Lazy<Task<ISubscriber>>(async () =>
        {
            var subscribed = (await connection.Value).GetSubscriber();
            await subscribed.SubscribeAsync(channel, (_, key) => board.Raise(key.ToString()), CommandFlags.FireAndForget);
            return subscribed;
        });
    }

    public WakeUp Listen(string key)
    {
        _ = subscriber.Value;
        return board.Listen(key);
    }

    public void Raise(string key)
    {
        board.Raise(key);
        _ = PublishAsync(key);
    }

    private async Task PublishAsync(string key)
    {
        try
        {
            await (await subscriber.Value).PublishAsync(channel, key, CommandFlags.FireAndForget);
        }
        catch (RedisException)
        {
            // Waiters look again by themselves.
        }
    }
}
