using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace MedHelm.ServiceDefaults.Cache;

/// <summary>Gives a service its shared cache.</summary>
public static class CacheRegistration
{
    /// <summary>Registers an <see cref="ISharedCache"/> and its <see cref="IWakeUps"/> under the service's name as key; keys of different services never meet.</summary>
    public static void AddSharedCache(this WebApplicationBuilder builder, string service)
    {
        var settings = Settings.Read(builder.Configuration);
        if (settings.Cache.Scheme == "embedded")
        {
            builder.Services.AddKeyedSingleton<ISharedCache>(service, (services, _) => new EmbeddedCache(services.GetRequiredService<TimeProvider>()));
            builder.Services.AddKeyedSingleton<IWakeUps>(service, new WakeUpBoard());
        }
        else
        {
            // Connecting is retried in the background, so that a service starts, and reports itself unready, without Redis.
            var options = ConfigurationOptions.Parse($"{settings.Cache.Host}:{(settings.Cache.Port > 0 ? settings.Cache.Port : 6379)}");
            options.AbortOnConnectFail = false;
            options.Ssl = settings.Cache.Scheme == "rediss";
            options.ClientName = $"medhelm-{service}";
            if (settings.Cache.UserInfo.Split(':', 2) is [_, { Length: > 0 } password]) options.Password = Uri.UnescapeDataString(password);
            var connection = new Lazy<Task<IConnectionMultiplexer>>(async () => await ConnectionMultiplexer.ConnectAsync(options));
            builder.Services.AddKeyedSingleton<ISharedCache>(service, new RedisCache(connection, service));
            builder.Services.AddKeyedSingleton<IWakeUps>(service, new RedisWakeUps(connection, service));
        }
        builder.Services.AddHealthChecks().Add(new($"{service} cache", services => new CacheHealth(services.GetRequiredKeyedService<ISharedCache>(service)), null, null));
    }
}
