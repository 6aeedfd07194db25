using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Cache;
using Microsoft.Extensions.Options;

namespace MedHelm.Inference.Batches;

/// <summary>Looks after the batches of every deployment, one replica at a time; a slow provider does not keep the others waiting.</summary>
internal sealed partial class BatchRunner(
    BatchStore store, BatchJobs jobs, [FromKeyedServices(InferenceModule.Service)] ISharedCache cache, IOptions<InferenceOptions> options, TimeProvider clock, ILogger<BatchRunner> logger)
    : BackgroundService
{
    // Spares replicas useless work. That a batch is sent once is guarded by its row, and money by the books.
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Task> looks = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await StartLooksAsync(stoppingToken);
                await Task.Delay(options.Value.BatchLook, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(looks.Values);
        }
    }

    private async Task StartLooksAsync(CancellationToken cancel)
    {
        foreach (var done in looks.Where(look => look.Value.IsCompleted).Select(look => look.Key).ToList()) looks.Remove(done);
        try
        {
            foreach (var deployment in await store.DeploymentsAsync(cancel))
                if (!looks.ContainsKey(deployment)) looks[deployment] = Task.Run(() => LookAsync(deployment, cancel), CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever keeps the database from answering, the next look tries again.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.LookFailed(logger, e, "every deployment");
        }
    }

    private async Task LookAsync(string deployment, CancellationToken cancel)
    {
        try
        {
            await using var lease = await cache.TryLeaseAsync("batches:" + deployment, LeaseTime, cancel);
            if (lease is not null) await jobs.LookAsync(deployment, cancel);
        }
#pragma warning disable CA1031 // Whatever part of the system is away now may be back at the next look.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!cancel.IsCancellationRequested) Log.LookFailed(logger, e, deployment);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Looking after the batches of {Deployment} failed; trying again.", EventName = "BatchLookFailed")]
        internal static partial void LookFailed(ILogger logger, Exception e, string deployment);
    }
}
