using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Judging.Juries;

namespace MedHelm.Judging.Judgements;

/// <summary>Puts stored answers before the jury of a judgement. Doing it again asks Inference for what it already has, and that is free.</summary>
internal sealed class JudgementDesk(JudgementJuries juries, JuryOpening opening)
{
    /// <param name="judgement">Whose jury.</param>
    /// <param name="benchmark">The benchmark as the run planned it; its own jury has no part in this.</param>
    /// <param name="candidate">Whose answers.</param>
    /// <param name="answers">Each with a completion.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task PutAsync(StoredJudgement judgement, PlannedBenchmark benchmark, string candidate, IReadOnlyList<ProducedCompletion> answers, CancellationToken cancel) => await opening.OpenAsync(
        new CompletionBatch { Run = judgement.Run, Judgement = judgement.Name, Benchmark = benchmark.Benchmark, Candidate = candidate, Project = judgement.Content.Spec.Project },
        await juries.SeatAsync(judgement.Name, benchmark, cancel),
        answers.ToDictionary(answer => answer.InstanceId, answer => answer.Outcome.Completion.Text, StringComparer.Ordinal),
        cancel);
}
