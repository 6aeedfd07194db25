using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

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
            var connection = RedisConnection.To(settings.Cache, $"medhelm-{service}");
            builder.Services.AddKeyedSingleton<ISharedCache>(service, new RedisCache(connection, service));
            builder.Services.AddKeyedSingleton<IWakeUps>(service, new RedisWakeUps(connection, service));
        }
        builder.Services.AddHealthChecks().Add(new($"{service} cache", services => new CacheHealth(services.GetRequiredKeyedService<ISharedCache>(service)), null, null));
    }
}
