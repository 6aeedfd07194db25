using MedHelm.Cli.Watching;
using MedHelm.Contracts.Evaluation.V1;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class ProgressLinesTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task A_log_gets_a_line_for_each_state_and_each_tenth()
    {
        var states = Enumerable.Range(0, 101).Select(i => State(RunState.Running, i, 100)).Prepend(State(RunState.Planning, 0, 0)).Append(State(RunState.Completed, 100, 100));

        var lines = await ShowAsync(states, TimeSpan.FromSeconds(0.1));

        Assert.Equal("runs/r: planning", lines[0]);
        Assert.Equal("runs/r: running, 0/100 decided (0 %)", lines[1]);
        Assert.StartsWith("runs/r: running, 10/100 decided (10 %), ", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("/s, about 9.9 s left", lines[2], StringComparison.Ordinal);
        Assert.Equal("runs/r: completed, 100/100 decided (100 %)", lines[^1]);
        Assert.Equal(1 + 11 + 1, lines.Length);
    }

    [Fact]
    public async Task A_slow_run_gets_a_line_every_ten_seconds_in_which_something_moved()
    {
        var states = new[] { 1, 2, 3, 3, 3, 4 }.Select(decided => State(RunState.Running, decided, 1000));

        var lines = await ShowAsync(states, TimeSpan.FromSeconds(6));

        Assert.Equal(["1/1000", "3/1000", "4/1000"], lines.Select(l => l.Split(' ')[2]));
    }

    [Fact]
    public async Task Without_a_terminal_no_escape_sequence_is_written()
    {
        var writer = new StringWriter();
        var view = new RunProgressView(CommandLineHarness.Console(writer, 40), clock);

        var last = await view.FollowAsync(Stream([State(RunState.Running, 1, 2), State(RunState.Completed, 2, 2)], TimeSpan.Zero));

        Assert.Equal(RunState.Completed, last!.State);
        Assert.DoesNotContain('\u001b', writer.ToString());
        Assert.All(writer.ToString().TrimEnd().Split('\n'), line => Assert.StartsWith("runs/r: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_time_left_follows_the_pace_of_now_and_not_of_the_cached_start()
    {
        var pace = new RunPace(clock);
        pace.Observe(0);
        clock.Advance(TimeSpan.FromSeconds(1));
        pace.Observe(900);
        for (var i = 1; i <= 60; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            pace.Observe(900 + i);
        }

        Assert.Equal(1.0, pace.PerSecond!.Value, 3);
        Assert.Equal(TimeSpan.FromSeconds(40), pace.Remaining(1000));
    }

    [Fact]
    public void All_is_a_hundred_percent_and_nothing_less_is() =>
        Assert.Equal((99, 100), (RunStatus.Percent(7991, 7992), RunStatus.Percent(7992, 7992)));

    private async Task<string[]> ShowAsync(IEnumerable<Run> states, TimeSpan step)
    {
        var writer = new StringWriter { NewLine = "\n" };
        await new ProgressLines(writer, clock).FollowAsync(Stream(states, step), CancellationToken.None);
        return writer.ToString().TrimEnd().Split('\n');
    }

    private async IAsyncEnumerable<Run> Stream(IEnumerable<Run> states, TimeSpan step)
    {
        foreach (var state in states)
        {
            await Task.Yield();
            yield return state;
            clock.Advance(step);
        }
    }

    private static Run State(RunState state, long decided, long planned) =>
        new() { Name = "runs/r", State = state, Progress = new() { Decided = decided, Planned = planned } };
}
