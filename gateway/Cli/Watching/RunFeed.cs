using System.Runtime.CompilerServices;
using Grpc.Core;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Watching;

/// <summary>The states of a run until it is over. A broken stream is taken up again: the run goes on without its watchers.</summary>
internal sealed class RunFeed(EvaluationService.EvaluationServiceClient client, TimeProvider clock, Action<string> tell)
{
    private static readonly TimeSpan[] Waits = [.. new[] { 0.5, 1, 2, 4, 8, 15, 15, 15 }.Select(TimeSpan.FromSeconds)];

    public async IAsyncEnumerable<Run> FollowAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var seen = false;
        for (var attempt = 0; ; attempt++)
        {
            RpcException? broken = null;
            using var call = client.WatchRun(new() { Name = name }, cancellationToken: cancellationToken);
            while (true)
            {
                Run? run = null;
                try
                {
                    run = await call.ResponseStream.MoveNext(cancellationToken) ? call.ResponseStream.Current.Run : null;
                }
                catch (RpcException error) when (seen && RpcFailure.MayPass(error) && !cancellationToken.IsCancellationRequested)
                {
                    broken = error;
                }
                if (run is null)
                    break;
                (seen, attempt) = (true, 0);
                yield return run;
                if (RunStatus.IsOver(run))
                    yield break;
            }
            await PauseAsync(name, attempt, broken, cancellationToken);
        }
    }

    private async Task PauseAsync(string name, int attempt, RpcException? broken, CancellationToken cancellationToken)
    {
        if (attempt >= Waits.Length)
            throw (Exception?)broken ?? new CommandFailure(ExitCodes.Unreachable, $"the service ends the stream of {name} again and again, though the run is not over");
        tell($"connection lost, watching {RunName.Short(name)} again in {Durations.Format(Waits[attempt])}");
        await Task.Delay(Waits[attempt], clock, cancellationToken);
    }
}
