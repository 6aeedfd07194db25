using StackExchange.Redis;

namespace MedHelm.ServiceDefaults.Cache;

/// <summary>A connection to the Redis of the settings.</summary>
internal static class RedisConnection
{
    /// <summary>Connects at first use, and goes on trying in the background, so that a service starts, and reports itself unready, without Redis.</summary>
    public static Lazy<Task<IConnectionMultiplexer>> To(Uri address, string clientName)
    {
        var options = ConfigurationOptions.Parse($"{address.Host}:{(address.Port > 0 ? address.Port : 6379)}");
        options.AbortOnConnectFail = false;
        // While Redis is away everything goes on without it; commands that queued for it would hold each call up for seconds.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.Ssl = address.Scheme == "rediss";
        options.ClientName = clientName;
        if (address.UserInfo.Split(':', 2) is [_, { Length: > 0 } password]) options.Password = Uri.UnescapeDataString(password);
        return new Lazy<Task<IConnectionMultiplexer>>(async () => await ConnectionMultiplexer.ConnectAsync(options));
    }
}
