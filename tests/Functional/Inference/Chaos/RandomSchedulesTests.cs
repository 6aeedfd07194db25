using Xunit;
using Xunit.Abstractions;

namespace MedHelm.Tests.Functional.Inference.Chaos;

/// <summary>
/// A schedule is a question with random callers, replicas, delays, failures and callers that leave. A database for each of a
/// thousand would take minutes, so 250 share one, and the deaths of its replicas.
/// </summary>
public sealed class RandomSchedulesTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task In_a_thousand_random_schedules_nothing_stands_still_no_waiter_is_lost_and_each_asker_is_paid_once()
    {
        using var bound = new CancellationTokenSource(Patience);
        var worlds = Enumerable.Range(1, 4).Select(seed => new ScheduleWorld(seed, schedules: 250)).ToList();
        try
        {
            await Task.WhenAll(worlds.Select(world => world.RunAsync(bound.Token)));

            foreach (var world in worlds)
            {
                Assert.All(world.Schedules, schedule => schedule.Check());
                // A repeated key is billed once; an answer that died with its asker is booked when somebody asks again.
                var billed = await world.BilledAsync();
                Assert.InRange(billed, world.Schedules.Count(schedule => schedule.IsAnswered), world.Schedules.Count(schedule => schedule.Answers > 0));
                output.WriteLine($"{world.Schedules.Sum(s => s.Callers.Count)} callers, {world.Schedules.Count(s => s.IsAnswered)} questions answered, "
                    + $"{world.Schedules.Count(s => s.Answers > 1)} of them again after a death, {billed} billed");
            }
        }
        finally
        {
            foreach (var world in worlds) await world.DisposeAsync();
        }
    }
}
