using MedHelm.Contracts.Evaluation.V1;
using Spectre.Console;

namespace MedHelm.Cli.Watching;

/// <summary>Progress for terminals. States may come by the hundred a second; the picture is drawn a few times a second.</summary>
internal sealed class ProgressBars(IAnsiConsole console, TimeProvider clock)
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(150);
    private readonly RunPace pace = new(clock);
    private Run? latest;

    public Task<Run?> FollowAsync(IAsyncEnumerable<Run> states, CancellationToken cancellationToken) =>
        console.Live(new Text("waiting for the run's state ..."))
            .Overflow(VerticalOverflow.Crop)
            .StartAsync(async live =>
            {
                var reading = ReadAsync(states, cancellationToken);
                while (!reading.IsCompleted)
                {
                    Draw(live);
                    await Task.WhenAny(reading, Task.Delay(Frame, clock, CancellationToken.None));
                }
                Draw(live);
                await reading;
                return latest;
            });

    private async Task ReadAsync(IAsyncEnumerable<Run> states, CancellationToken cancellationToken)
    {
        await foreach (var run in states.WithCancellation(cancellationToken))
            Volatile.Write(ref latest, run);
    }

    private void Draw(LiveDisplayContext live)
    {
        if (Volatile.Read(ref latest) is not { } run)
            return;
        pace.Observe(run.Progress?.Decided ?? 0);
        live.UpdateTarget(ProgressPicture.Draw(run, pace, console.Profile));
        live.Refresh();
    }
}
