using MedHelm.Contracts.Inference.V1;
using MedHelm.Reporting.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Reporting.Runs;

/// <summary>Records answers of candidates and calls of jurors with what they cost.</summary>
internal sealed class CompletionsProducedHandler(RecordStore records, RunCompletion completion) : IMessageHandler<CompletionsProduced>
{
    public async Task HandleAsync(CompletionsProduced message, CancellationToken cancel)
    {
        // Judging stored answers again is no part of the run.
        if (message.Batch is not { Purpose: Purpose.Candidate or Purpose.Juror, Judgement: "" }) return;
        await records.SaveAsync(message, cancel);
        await completion.TryFinishAsync(message.Batch.Run, cancel);
    }
}
