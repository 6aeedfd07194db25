using System.Runtime.CompilerServices;
using Grpc.Core;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Watching;

/// <summary>Passes on the states of a run and says when only more money lets it go on. With <paramref name="leave"/> the states end there.</summary>
internal sealed class PauseWatch(GatewayClient gateway, TimeProvider clock, Action<string> tell, bool leave)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private (string Name, long Limit)? told;

    public async IAsyncEnumerable<Run> FollowAsync(IAsyncEnumerable<Run> states, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var reader = states.GetAsyncEnumerator(left.Token);
        var next = reader.MoveNextAsync().AsTask();
        try
        {
            while (await next)
            {
                var run = reader.Current;
                yield return run;
                next = reader.MoveNextAsync().AsTask();
                if (await IsLeftAsync(run, next, cancellationToken))
                    yield break;
            }
        }
        finally
        {
            await left.CancelAsync();
            await EndAsync(next);
        }
    }

    // The stream is silent while nothing changes, and what is reserved for calls under way settles meanwhile.
    private async Task<bool> IsLeftAsync(Run run, Task next, CancellationToken cancellationToken)
    {
        while (run.State == RunState.Paused && !next.IsCompleted)
        {
            if (await BudgetStop.FindAsync(run, gateway, cancellationToken) is { } stop)
            {
                Tell(stop);
                if (leave)
                    return true;
            }
            await Task.WhenAny(next, Task.Delay(LookEvery, clock, cancellationToken));
        }
        return false;
    }

    private void Tell(BudgetStop stop)
    {
        if (told == (stop.Budget.Name, stop.Budget.LimitNanoUsd))
            return;
        told = (stop.Budget.Name, stop.Budget.LimitNanoUsd);
        foreach (var line in stop.Lines(gateway.Address))
            tell(line);
    }

    private static async Task EndAsync(Task next)
    {
        try
        {
            await next;
        }
        catch (Exception error) when (error is OperationCanceledException or RpcException or CommandFailure)
        {
            // Left on purpose; or the reader of the states has had this error already.
        }
    }
}
