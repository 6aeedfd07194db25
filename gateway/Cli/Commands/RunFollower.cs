using Grpc.Core;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Watching;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;

namespace MedHelm.Cli.Commands;

/// <summary>Follows a run to its end and hands out the leaderboard. Ctrl-C ends the following, not the run.</summary>
internal sealed class RunFollower(CommandHost host, GatewayClient gateway, LeaderboardOutput output, bool leaveWhenPaused = false)
{
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);
    private const int QuietLooks = 6;

    public static string WatchAgain(GatewayClient gateway, string run) =>
        $"medhelm watch {RunName.Short(run)}{gateway.Address.AsOption}";

    public async Task<int> FollowAsync(string run, CancellationToken cancellationToken)
    {
        try
        {
            var feed = new RunFeed(gateway.Evaluation, host.Clock, host.Tell);
            var states = new PauseWatch(gateway, host.Clock, host.Tell, leaveWhenPaused).FollowAsync(feed.FollowAsync(run, cancellationToken), cancellationToken);
            var last = await new RunProgressView(host.Error, host.Clock).FollowAsync(states, cancellationToken);
            if (last is { State: RunState.Failed })
                throw new CommandFailure(ExitCodes.Failed, $"{run} failed: {last.Error}", "Nothing was asked of any model.");
            if (last is { State: RunState.Paused })
                return await LeaveAsync(run, cancellationToken);
            await output.WriteAsync(await SettledAsync(run, cancellationToken), cancellationToken);
            return ExitCodes.Completed;
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is RpcException or OperationCanceledException)
        {
            host.Tell(host.WhenStopped ?? $"Stopped watching; {run} continues. Watch it again: {WatchAgain(gateway, run)}");
            return ExitCodes.Interrupted;
        }
    }

    /// <summary>Shows what there is. The leaderboard says itself that it is provisional, and which budget stopped the run.</summary>
    private async Task<int> LeaveAsync(string run, CancellationToken cancellationToken)
    {
        await output.WriteAsync(await QuietAsync(run, cancellationToken), cancellationToken);
        host.Tell($"{run} is paused, not completed (exit code {ExitCodes.Paused}). Watch it go on: {WatchAgain(gateway, run)}");
        return ExitCodes.Paused;
    }

    /// <summary>Reporting learns of the run's end over the bus, a moment after Evaluation does.</summary>
    private async Task<Leaderboard> SettledAsync(string run, CancellationToken cancellationToken)
    {
        var start = host.Clock.GetTimestamp();
        while (true)
        {
            var late = host.Clock.GetElapsedTime(start) >= SettlingTime;
            var board = await TryGetAsync(run, late, cancellationToken);
            if (board is { Final: true })
                return board;
            if (board is not null && late)
            {
                host.Tell("The run is completed, but its leaderboard is not final yet; 'medhelm leaderboard' shows it later.");
                return board;
            }
            await Task.Delay(PollInterval, host.Clock, cancellationToken);
        }
    }

    /// <summary>A pause has no end that Reporting could tell of: its figures have settled when no call is under way and they stay as they are.</summary>
    private async Task<Leaderboard> QuietAsync(string run, CancellationToken cancellationToken)
    {
        var start = host.Clock.GetTimestamp();
        Leaderboard? before = null;
        var same = 0;
        while (true)
        {
            var late = host.Clock.GetElapsedTime(start) >= SettlingTime;
            var board = await TryGetAsync(run, late, cancellationToken);
            same = board is not null && board.Equals(before) && !await IsMovingAsync(run, board, cancellationToken) ? same + 1 : 0;
            if (board is not null && (late || same >= QuietLooks))
                return board;
            before = board;
            await Task.Delay(PollInterval, host.Clock, cancellationToken);
        }
    }

    private async Task<bool> IsMovingAsync(string run, Leaderboard board, CancellationToken cancellationToken)
    {
        try
        {
            var decided = (await gateway.Evaluation.GetRunAsync(new() { Name = run }, gateway.Soon(cancellationToken))).Run.Progress?.Decided ?? 0;
            if (board.Coverage is { } shown && shown.Scored + shown.Unscored.Sum(reason => reason.Count) < decided)
                return true;
            return (await gateway.Budgets.GetBudgetAsync(new() { Name = run }, gateway.Soon(cancellationToken))).Budget.ReservedNanoUsd > 0;
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing was ever bought for the run, or its budget cannot be read: the figures alone tell.
            return false;
        }
    }

    private async Task<Leaderboard?> TryGetAsync(string run, bool lastTry, CancellationToken cancellationToken)
    {
        try
        {
            return (await gateway.Reporting.GetLeaderboardAsync(new() { Run = run }, gateway.Soon(cancellationToken))).Leaderboard;
        }
        catch (RpcException error) when (!lastTry && !cancellationToken.IsCancellationRequested && Early(error))
        {
            return null;
        }
    }

    private static bool Early(RpcException error) =>
        error.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition || RpcFailure.MayPass(error);
}
