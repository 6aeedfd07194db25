using MedHelm.ServiceDefaults.Limits;

namespace MedHelm.Inference.Flow;

/// <summary>A call that waits for its permit. What comes after runs elsewhere, because permits are handed out under a lock.</summary>
internal sealed class Waiter(long tokens) : TaskCompletionSource<LimitPermit>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public long Tokens => tokens;
}
