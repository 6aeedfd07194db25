using System.Globalization;
using MedHelm.ServiceDefaults.Cache;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MedHelm.ServiceDefaults.Limits;

/// <summary>Gives a service its shared limits.</summary>
public static class LimitsRegistration
{
    /// <summary>Registers <see cref="ISharedLimits"/> under the service's name as key: in Redis where the cache is there, else in the process.</summary>
    public static void AddSharedLimits(this WebApplicationBuilder builder, string service)
    {
        var address = Settings.Read(builder.Configuration).Cache;
        if (address.Scheme == "embedded")
        {
            builder.Services.AddKeyedSingleton<ISharedLimits>(service, (services, _) => new EmbeddedLimits(services.GetRequiredService<TimeProvider>()));
            return;
        }
        // A connection of its own: a decision must not wait behind the cache's large values.
        builder.Services.AddKeyedSingleton<ISharedLimits>(service, (services, _) =>
        {
            var clock = services.GetRequiredService<TimeProvider>();
            var holder = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}:{clock.GetUtcNow().ToUnixTimeMilliseconds()}");
            return new FallingBackLimits(
                new RedisLimits(RedisConnection.To(address, $"medhelm-{service}-limits"), service, holder), new EmbeddedLimits(clock), clock,
                services.GetRequiredService<ILogger<FallingBackLimits>>());
        });
    }
}
