using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Reporting.Runs;

/// <summary>Why runs wait, as Evaluation says now.</summary>
internal sealed class RunPauses(EvaluationService.EvaluationServiceClient evaluation, TimeProvider clock)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Null for a run that does not wait, and while Evaluation does not answer: the numbers need not wait for the reason.</summary>
    internal async Task<RunPause?> FindAsync(string run, CancellationToken cancel)
    {
        try
        {
            var deadline = clock.GetUtcNow().UtcDateTime + CallTimeout;
            var reply = await evaluation.GetRunAsync(new GetRunRequest { Name = run }, deadline: deadline, cancellationToken: cancel);
            return reply.Run is { State: RunState.Paused } paused ? paused.Pause : null;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            return null;
        }
    }
}
