using MedHelm.Contracts.Inference.V1;
using MedHelm.Reporting.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Reporting.Runs;

/// <summary>Records answers of candidates and calls of jurors with what they cost.</summary>
internal sealed class CompletionsProducedHandler(RecordStore records, RunCompletion completion) : IMessageHandler<CompletionsProduced>
{
    public async Task HandleAsync(CompletionsProduced message, CancellationToken cancel)
    {
        if (message.Batch.Purpose is not (Purpose.Candidate or Purpose.Juror)) return;
        await records.SaveAsync(message, cancel);
        await completion.TryFinishAsync(message.Batch.Run, cancel);
    }
}
