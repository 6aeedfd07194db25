using System.Collections.Concurrent;
using System.Globalization;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using Xunit;

namespace MedHelm.Tests.Functional.Inference.Chaos;

/// <summary>One question with its callers and what its provider calls do, all from a seed; and what became of it.</summary>
internal sealed class RandomSchedule
{
    private const double FailureShare = 0.15;
    private const double LeaverShare = 0.25;

    private readonly int seed;
    private readonly ConcurrentDictionary<MortalReplica, int> answersBy = [];
    private readonly ConcurrentBag<(ScheduledCaller Caller, CompletionOutcome? Outcome)> ends = [];
    private int calls;

    public RandomSchedule(int seed, TimeSpan spread, int replicas)
    {
        this.seed = seed;
        var random = new Random(seed);
        Callers =
        [
            .. Enumerable.Range(0, random.Next(2, 11)).Select(i => new ScheduledCaller(
                $"{Question}|{i.ToString(CultureInfo.InvariantCulture)}", random.Next(2) == 0 ? "" : "runs/test", spread * random.NextDouble(), random.Next(replicas),
                random.NextDouble() < LeaverShare ? TimeSpan.FromMilliseconds(random.Next(100)) : null)),
        ];
    }

    public string Question => "question " + seed.ToString(CultureInfo.InvariantCulture);

    public IReadOnlyList<ScheduledCaller> Callers { get; }

    /// <summary>Calls that the provider answered.</summary>
    public int Answers => answersBy.Values.Sum();

    /// <summary>True when somebody heard the answer.</summary>
    public bool IsAnswered => ends.Any(end => end.Outcome?.Completion is not null);

    /// <summary>The provider is called by a replica.</summary>
    public async Task<string> ReplyAsync(MortalReplica by)
    {
        var random = new Random(HashCode.Combine(seed, Interlocked.Increment(ref calls)));
        var (delay, fails) = (TimeSpan.FromMilliseconds(random.Next(80)), random.NextDouble() < FailureShare);
        await Task.Delay(delay, TimeProvider.System);
        if (fails) throw new ProviderException(FailureReason.ProviderError, "It is told to fail.", passing: true);
        answersBy.AddOrUpdate(by, 1, static (_, answers) => answers + 1);
        return "Answer to " + Question;
    }

    /// <summary>A caller is through; without an outcome when it left.</summary>
    public void End(ScheduledCaller caller, CompletionOutcome? outcome) => ends.Add((caller, outcome));

    /// <summary>No waiter is lost, all hear the same, and the provider answered once, and once more for each asker that died.</summary>
    public void Check()
    {
        Assert.Equal(Callers.Count, ends.Count);
        foreach (var (caller, outcome) in ends)
        {
            if (outcome is null) Assert.NotNull(caller.Patience);
            else if (outcome.Completion is { } completion) Assert.Equal("Answer to " + Question, completion.Text);
            else Assert.Equal(FailureReason.ProviderError, outcome.Failure.Reason);
        }
        var deaths = answersBy.Keys.Count(replica => replica.IsDead);
        Assert.True(Answers <= 1 + deaths, $"{Question} was answered {Answers} times, though only {deaths} of those who asked died.");
    }
}
