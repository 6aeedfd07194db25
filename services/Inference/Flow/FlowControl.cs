using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;

namespace MedHelm.Inference.Flow;

internal sealed class FlowControl(TimeProvider clock)
{
    public async Task<FlowResult> RunAsync(DeploymentDefinition deployment, long worstCaseTokens, Func<int, CancellationToken, Task<ProviderReply>> attempt, CancellationToken cancel)
    {
        for (var n = 1; ; n++)
        {
            var started = clock.GetTimestamp();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(deployment.Timeout);
            try
            {
                return new FlowResult(await attempt(n, limit.Token), n, clock.GetElapsedTime(started));
            }
            catch (ProviderException e) when (!e.Passing || n > deployment.Retries)
            {
                throw new ProviderException(e.Reason, e.Message) { Attempts = n };
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested && n > deployment.Retries)
            {
                throw new ProviderException(FailureReason.Timeout, "no answer") { Attempts = n };
            }
            catch (Exception e) when (e is ProviderException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), clock, cancel);
            }
        }
    }
}
