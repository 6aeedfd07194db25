using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Testing.Installations;

namespace MedHelm.Tests.Functional.Inference.Chaos;

/// <summary>Callers that ask the next replica, again and again, when theirs is gone.</summary>
internal sealed class PersistentCallers(InferenceReplicas system)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private int repeats;

    /// <summary>How often a caller lost its replica.</summary>
    public int Repeats => repeats;

    /// <summary>One outcome for each question, all asked at once, spread over the replicas.</summary>
    public Task<CompletionOutcome[]> AskAsync(IEnumerable<CompleteRequest> questions, CancellationToken cancel) =>
        Task.WhenAll(questions.Select((question, i) => Task.Run(() => AskAsync(question, i, cancel), cancel)));

    private async Task<CompletionOutcome> AskAsync(CompleteRequest question, int replica, CancellationToken cancel)
    {
        for (; ; replica++)
        {
            try
            {
                return (await system.All[replica % system.All.Count].Inference.CompleteAsync(question, cancellationToken: cancel)).Outcome;
            }
            catch (RpcException e) when (IsOfKilled(e) && !cancel.IsCancellationRequested)
            {
                Interlocked.Increment(ref repeats);
                await Task.Delay(Pause, TimeProvider.System, cancel);
            }
        }
    }

    // A connection that breaks in the middle of an answer shows as Internal, with the broken connection as its cause.
    private static bool IsOfKilled(RpcException e) =>
        e.StatusCode == StatusCode.Unavailable || (e.StatusCode == StatusCode.Internal && e.Status.DebugException is IOException or HttpRequestException);
}
