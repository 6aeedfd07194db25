using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedHelm.ServiceDefaults.Cache;

internal sealed class CacheHealth(ISharedCache cache) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await cache.CheckAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
