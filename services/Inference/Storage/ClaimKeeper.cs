using Dapper;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Options;

namespace MedHelm.Inference.Storage;

/// <summary>
/// Keeps the claims of this process alive while it lives, and books calls that a dead one left behind: the first asker of the
/// same question takes its claim over, and what nobody asks for again is presumed spent.
/// </summary>
internal sealed partial class ClaimKeeper(
    [FromKeyedServices(InferenceModule.Service)] Database database, IOptions<InferenceOptions> options, TimeProvider clock, ILogger<ClaimKeeper> logger) : BackgroundService
{
    private const int MostAtOnce = 500;

    private DateTimeOffset nextSweep;

    /// <summary>Names this process in its claims.</summary>
    public string Owner { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4))}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ClaimTime / 5, clock);
        while (await NextAsync(timer, stoppingToken))
        {
            try
            {
                await RenewAsync(stoppingToken);
                if (clock.GetUtcNow() < nextSweep) continue;
                nextSweep = clock.GetUtcNow() + options.Value.AbandonedAfter / 2;
                await SweepAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Whatever keeps the database from answering, the next tick tries again.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.NotRenewed(logger, e.GetType().Name);
            }
        }
    }

    /// <summary>Starts the time of every claim of this process anew. A claim that another has taken over meanwhile is not touched.</summary>
    internal Task RenewAsync(CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"UPDATE claims SET until_ms = {DatabaseClock.NowMs(transaction.Connection!)} + @lease WHERE owner = @owner",
            new { lease = (long)options.Value.ClaimTime.TotalMilliseconds, owner = Owner }, transaction, cancellationToken: cancel));
    }, cancel);

    /// <summary>Books the calls whose claims ended long ago. Returns how many.</summary>
    internal async Task<int> SweepAsync(CancellationToken cancel)
    {
        var swept = await database.WriteAsync(async transaction =>
        {
            var store = new BookPageStore(transaction, cancel);
            var page = await store.OpenAbandonedAsync(options.Value.AbandonedAfter, MostAtOnce);
            var claims = page.Claims.Values.ToList();
            foreach (var held in claims) page.Abandon(held.Claim, askedAgain: false);
            await store.WriteAsync(page);
            return claims.Count;
        }, cancel);
        if (swept > 0) Log.Swept(logger, swept);
        return swept;
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Claims could not be renewed ({Cause}); trying again.", EventName = "ClaimsNotRenewed")]
        internal static partial void NotRenewed(ILogger logger, string cause);

        [LoggerMessage(2, LogLevel.Warning, "{Count} calls were abandoned by a process that died; they are booked at their worst case.", EventName = "CallsAbandoned")]
        internal static partial void Swept(ILogger logger, int count);
    }
}
