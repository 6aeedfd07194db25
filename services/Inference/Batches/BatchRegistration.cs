using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Batches;

internal static class BatchRegistration
{
    /// <summary>Adds what asks questions through the providers' batch APIs.</summary>
    public static void AddBatches(this IServiceCollection services)
    {
        services.AddSingleton<BatchProviders>();
        services.AddSingleton<BatchStore>();
        services.AddSingleton<BatchQueue>();
        services.AddSingleton<BatchBooks>();
        services.AddSingleton<BatchTail>();
        services.AddSingleton<BatchOutcomes>();
        services.AddSingleton<BatchForming>();
        services.AddSingleton<BatchSettling>();
        services.AddSingleton<BatchJobs>();
        services.AddHostedService<BatchRunner>();
    }
}
