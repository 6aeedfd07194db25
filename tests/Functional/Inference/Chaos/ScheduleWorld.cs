using MedHelm.Inference;
using MedHelm.ServiceDefaults.Cache;
using MedHelm.Testing.Processes;

namespace MedHelm.Tests.Functional.Inference.Chaos;

/// <summary>
/// Four replicas on one SQLite database, which answer many schedules at once and die at seeded moments, each followed by another
/// in its place.
/// </summary>
internal sealed class ScheduleWorld : IAsyncDisposable
{
    private const int Replicas = 4;
    private const int Deaths = 6;
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    // Much longer than a busy machine stops this process for: an asker that lives must not count as dead.
    private static readonly InferenceOptions Options = new() { ClaimTime = TimeSpan.FromSeconds(4) };

    private readonly TemporaryFolder folder = TemporaryFolder.Create("schedules");
    private readonly EmbeddedCache cache = new(TimeProvider.System);
    private readonly WakeUpBoard board = new();
    private readonly MortalReplica[] replicas = new MortalReplica[Replicas];
    private readonly List<(TimeSpan Moment, int Replica)> deaths;
    private readonly Dictionary<string, RandomSchedule> byQuestion;

    public ScheduleWorld(int seed, int schedules)
    {
        var random = new Random(seed);
        deaths = [.. Enumerable.Range(0, Deaths).Select(_ => (Spread * random.NextDouble(), random.Next(Replicas))).OrderBy(death => death.Item1)];
        Schedules = [.. Enumerable.Range(0, schedules).Select(_ => new RandomSchedule(random.Next(), Spread, Replicas))];
        byQuestion = Schedules.ToDictionary(schedule => schedule.Question, StringComparer.Ordinal);
    }

    public IReadOnlyList<RandomSchedule> Schedules { get; }

    /// <summary>Billed answers in the ledger, over runs and direct calls.</summary>
    public async Task<long> BilledAsync() => await replicas[0].BilledAsync("") + await replicas[0].BilledAsync("runs/test");

    /// <summary>Lets everything happen. Ends when every caller is through.</summary>
    public async Task RunAsync(CancellationToken bound)
    {
        for (var i = 0; i < Replicas; i++) replicas[i] = await StartAsync();
        await Task.WhenAll(Schedules.SelectMany(schedule => schedule.Callers.Select(caller => CallAsync(schedule, caller, bound))).Append(DieAsync(bound)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas.Where(replica => replica is { IsDead: false })) await replica.DieAsync();
        cache.Dispose();
        folder.Dispose();
    }

    private async Task CallAsync(RandomSchedule schedule, ScheduledCaller caller, CancellationToken bound)
    {
        await Task.Delay(caller.Start, TimeProvider.System, bound);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(bound);
        if (caller.Patience is { } leaving) patience.CancelAfter(leaving);
        try
        {
            for (var i = caller.Replica; ; i++)
            {
                if (await replicas[i % Replicas].CompleteAsync(Replica.Wanted(caller.Name, schedule.Question, caller.Run), patience.Token) is { } outcome)
                {
                    schedule.End(caller, outcome);
                    return;
                }
                await Task.Delay(Pause, TimeProvider.System, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!bound.IsCancellationRequested)
        {
            schedule.End(caller, null);
        }
    }

    private async Task DieAsync(CancellationToken bound)
    {
        var started = TimeProvider.System.GetTimestamp();
        foreach (var (moment, replica) in deaths)
        {
            var wait = moment - TimeProvider.System.GetElapsedTime(started);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, TimeProvider.System, bound);
            await replicas[replica].DieAsync();
            replicas[replica] = await StartAsync();
        }
    }

    private async Task<MortalReplica> StartAsync()
    {
        MortalReplica? mortal = null;
        var provider = new ScriptedProvider { ReplyAsync = (prompt, _) => byQuestion[prompt].ReplyAsync(mortal!) };
        return mortal = new MortalReplica(await Replica.StartAsync("sqlite:" + folder.Path, "schedules", cache, board, provider, Options));
    }
}
