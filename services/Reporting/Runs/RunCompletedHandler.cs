using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Reporting.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Reporting.Runs;

/// <summary>Notes that a run is completed, so that its leaderboard is fixed as soon as all of it is recorded.</summary>
internal sealed class RunCompletedHandler(LeaderboardStore leaderboards, RunCompletion completion) : IMessageHandler<RunCompleted>
{
    public async Task HandleAsync(RunCompleted message, CancellationToken cancel)
    {
        await leaderboards.MarkCompletedAsync(message.Run, cancel);
        await completion.TryFinishAsync(message.Run, cancel);
    }
}
