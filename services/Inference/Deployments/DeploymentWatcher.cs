using MedHelm.Contracts;
using MedHelm.Inference.Money;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Inference.Deployments;

/// <summary>
/// Follows the deployments file while the process runs. A change is taken once two looks in a row see the same, so that a file
/// is not read half written; one with problems leaves the deployments as they were.
/// </summary>
internal sealed partial class DeploymentWatcher(
    DeploymentRegistry registry, PriceCatalog prices, IBusEndpoints endpoints, string file, Func<string, BusEndpoint> queueOf, TimeProvider clock, ILogger<DeploymentWatcher> logger) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string taken = registry.Fingerprint;
    private string seen = registry.Fingerprint;
    private bool busAway;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
    }

    /// <summary>Takes the file if it has changed and come to rest.</summary>
    internal async Task LookAsync(CancellationToken cancel)
    {
        var before = seen;
        seen = registry.FingerprintOf(file);
        if (seen == taken || seen != before) return;
        try
        {
            var digest = DeploymentRegistry.DigestOf(file);
            var deployments = DeploymentFile.Read(file, prices);
            // First the queues: whoever sees a deployment may send to it.
            foreach (var id in deployments.Select(deployment => deployment.Id).Where(id => registry.Find(id) is null))
                await endpoints.ConnectAsync(queueOf(CompletionQueue.For(id)), cancel);
            registry.Replace(deployments);
            taken = seen = DeploymentRegistry.Fingerprinted(digest, deployments);
            busAway = false;
            Log.Taken(logger, deployments.Count);
        }
        catch (SettingsException e)
        {
            taken = seen;
            registry.Keep(e.Problems);
            foreach (var problem in e.Problems) Log.Problem(logger, problem);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Tried again at each look, told once.
            if (!busAway) Log.BusAway(logger, e.GetType().Name);
            busAway = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The deployments file has changed and is taken: {Count} deployments beside the baselines.", EventName = "DeploymentsTaken")]
        internal static partial void Taken(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "The changed deployments file is not taken; the deployments stay as they were. {Problem}", EventName = "DeploymentsProblem")]
        internal static partial void Problem(ILogger logger, string problem);

        [LoggerMessage(3, LogLevel.Warning, "The queues of new deployments cannot be opened ({Cause}); it is tried again each second.", EventName = "DeploymentQueuesAway")]
        internal static partial void BusAway(ILogger logger, string cause);
    }
}
