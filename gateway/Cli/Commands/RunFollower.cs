using Grpc.Core;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Watching;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;

namespace MedHelm.Cli.Commands;

/// <summary>Follows a run to its end and hands out the leaderboard. Ctrl-C ends the following, not the run.</summary>
internal sealed class RunFollower(CommandHost host, GatewayClient gateway, LeaderboardOutput output)
{
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public static string WatchAgain(GatewayClient gateway, string run) =>
        $"medhelm watch {RunName.Short(run)}{(gateway.Address.FromOption ? $" --address {gateway.Address.Display}" : "")}";

    public async Task<int> FollowAsync(string run, CancellationToken cancellationToken)
    {
        try
        {
            var feed = new RunFeed(gateway.Evaluation, host.Clock, host.Tell);
            var last = await new RunProgressView(host.Error, host.Clock).FollowAsync(feed.FollowAsync(run, cancellationToken), cancellationToken);
            if (last is { State: RunState.Failed })
                throw new CommandFailure(ExitCodes.Failed, $"{run} failed: {last.Error}", "Nothing was asked of any model.");
            await output.WriteAsync(await SettledAsync(run, cancellationToken), cancellationToken);
            return ExitCodes.Completed;
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is RpcException or OperationCanceledException)
        {
            host.Tell(host.WhenStopped ?? $"Stopped watching; {run} continues. Watch it again: {WatchAgain(gateway, run)}");
            return ExitCodes.Interrupted;
        }
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
