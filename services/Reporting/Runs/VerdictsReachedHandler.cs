using MedHelm.Contracts.Judging.V1;
using MedHelm.Reporting.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Reporting.Runs;

/// <summary>Records which jurors gave a verdict and which abstained.</summary>
internal sealed class VerdictsReachedHandler(RecordStore records, RunCompletion completion) : IMessageHandler<VerdictsReached>
{
    public async Task HandleAsync(VerdictsReached message, CancellationToken cancel)
    {
        await records.SaveAsync(message, cancel);
        await completion.TryFinishAsync(message.Run, cancel);
    }
}
