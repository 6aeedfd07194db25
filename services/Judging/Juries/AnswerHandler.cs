using MedHelm.Contracts.Inference.V1;
using MedHelm.Judging.Runs;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Judging.Juries;

/// <summary>Puts candidates' answers before the jury of their benchmark. Failed items have nothing to judge; Scoring reports them.</summary>
internal sealed class AnswerHandler(PlannedRuns runs, JuryOpening opening) : IMessageHandler<CompletionsProduced>
{
    public async Task HandleAsync(CompletionsProduced message, CancellationToken cancel)
    {
        if (message.Batch is not { Purpose: Purpose.Candidate } batch) return;
        var answers = message.Items
            .Where(item => item.Outcome?.OutcomeCase == CompletionOutcome.OutcomeOneofCase.Completion)
            .DistinctBy(item => item.InstanceId, StringComparer.Ordinal)
            .ToDictionary(item => item.InstanceId, item => item.Outcome.Completion.Text, StringComparer.Ordinal);
        if (answers.Count == 0) return;
        var benchmark = await runs.BenchmarkAsync(batch, cancel);
        if (benchmark.Jury is not null) await opening.OpenAsync(batch, benchmark, answers, cancel);
    }
}
