using MedHelm.Testing.Fakes;
using MedHelm.Testing.Installations;
using MedHelm.Testing.Processes;

namespace MedHelm.Tests.Functional.Inference.Chaos;

/// <summary>Kills replicas and starts them again. A seed decides which one, the next if that is just starting, and after how many more calls at the provider.</summary>
internal sealed class KillSchedule(InferenceReplicas system, FakeOpenAi provider, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Random random = new(seed);

    /// <summary>Processes killed so far.</summary>
    public int Kills { get; private set; }

    /// <summary>Kills so many, or fewer when the work is over before; at its end all replicas run.</summary>
    /// <param name="kills">Most kills.</param>
    /// <param name="calls">A kill comes after up to so many further calls, and no fewer than half of them.</param>
    /// <param name="over">The work that is to be disturbed.</param>
    public async Task RunAsync(int kills, int calls, Task over)
    {
        var starts = system.All.Select(_ => Task.CompletedTask).ToArray();
        while (Kills < kills)
        {
            var moment = provider.Ledger.Calls + random.Next(calls / 2, calls + 1);
            await Poll.UntilAsync("more calls", Patience, () => over.IsCompleted || provider.Ledger.Calls >= moment);
            if (over.IsCompleted) break;
            var victim = random.Next(starts.Length);
            // Rather another than the one that is still starting: the work would be over before.
            for (var i = 0; i < starts.Length && !starts[victim].IsCompleted; i++) victim = (victim + 1) % starts.Length;
            await starts[victim];
            await system.All[victim].Process.KillAsync();
            Kills++;
            starts[victim] = system.All[victim].Process.StartAsync();
        }
        await Task.WhenAll(starts);
    }
}
