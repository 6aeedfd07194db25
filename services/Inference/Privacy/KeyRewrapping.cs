using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Privacy;

/// <summary>
/// At start, puts every project key under the first master key, so that an older one can be dropped from the configuration. Replicas
/// may do it at once. Earlier replicas must know the new master key by then: add it as a further line first, make it the first later.
/// </summary>
internal sealed partial class KeyRewrapping(ProjectKeyStore store, MasterKeyRing masters, ILogger<KeyRewrapping> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (masters.Refusal is not null)
        {
            Log.Refused(logger);
            return;
        }
        // Nothing stored: no master key is needed yet, and none is made.
        if ((await store.ReadUnderOthersAsync("", cancellationToken)).Count == 0) return;
        var current = masters.Current;
        foreach (var key in await store.ReadUnderOthersAsync(current.Id, cancellationToken))
        {
            if (masters.Find(key.MasterKey) is { } earlier)
            {
                await store.RewrapAsync(key, current.Id, current.Wrap(earlier.Unwrap(key.Wrapped, key.Project, key.Version), key.Project, key.Version), cancellationToken);
                Log.Rewrapped(logger, key.Version, key.Project, key.MasterKey, current.Id);
            }
            else
            {
                Log.Unreadable(logger, key.Version, key.Project, key.MasterKey);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "No master key is configured (MEDHELM__MASTERKEY, MEDHELM__MASTERKEYFILE): private-tier requests are refused.", EventName = "MasterKeyMissing")]
        internal static partial void Refused(ILogger logger);

        [LoggerMessage(2, LogLevel.Information, "Key version {Version} of project {Project} went from master key {Earlier} to {Current}.", EventName = "ProjectKeyRewrapped")]
        internal static partial void Rewrapped(ILogger logger, int version, string project, string earlier, string current);

        [LoggerMessage(3, LogLevel.Error, "Key version {Version} of project {Project} is under master key {MasterKey}, which is not configured: its texts cannot be read until that key is a further line of MEDHELM__MASTERKEYFILE.", EventName = "ProjectKeyUnreadable")]
        internal static partial void Unreadable(ILogger logger, int version, string project, string masterKey);
    }
}
