using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedHelm.ServiceDefaults.Storage;

/// <summary>Gives a service its database.</summary>
public static class StorageRegistration
{
    /// <summary>Registers a <see cref="Database"/> under the service's name as key, migrated from the calling assembly's scripts.</summary>
    public static void AddDatabase(this WebApplicationBuilder builder, string service, Assembly migrations)
    {
        var settings = Settings.Read(builder.Configuration);
        // Once under its key for the service, once without for the migrator; the container closes it.
        builder.Services.AddKeyedSingleton(service, (_, _) => new Database(service, settings, migrations));
        builder.Services.AddSingleton(services => services.GetRequiredKeyedService<Database>(service));
        builder.Services.AddHealthChecks().Add(new($"{service} database", services => new DatabaseHealth(services.GetRequiredKeyedService<Database>(service)), null, null));
    }

    private sealed class DatabaseHealth(Database database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await database.ReadAsync(async connection =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "SELECT 1";
                return await command.ExecuteScalarAsync(cancellationToken);
            }, cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}
