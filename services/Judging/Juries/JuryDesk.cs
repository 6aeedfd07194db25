using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Judging.Juries;

/// <summary>Sends calls to jurors, where they are asked and on the run's terms.</summary>
internal sealed class JuryDesk(BuyingTerms terms, JurorQueues queues, IMessageBus bus)
{
    public async Task AskAsync(CompletionBatch answers, PlannedBenchmark benchmark, IReadOnlyCollection<DueCall> calls, CancellationToken cancel)
    {
        if (calls.Count == 0) return;
        var queueOf = await queues.LookUpAsync(cancel);
        var (priceClass, deadline) = await terms.FindAsync(answers, cancel);
        foreach (var request in JuryRequests.For(answers, benchmark, calls, priceClass, deadline)) await bus.SendAsync(queueOf(request.Batch.Deployment), request, cancel);
    }
}
