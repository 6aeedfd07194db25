namespace MedHelm.Judging.Judgements;

/// <summary>Follows judgements to their end.</summary>
internal sealed class JudgementProgress(JudgementStore store, TimeProvider clock)
{
    /// <summary>
    /// Call when the whole jury of a judgement has spoken on answers, abstentions included, after its verdicts are stored; any number of times. Takes the place of
    /// announcing them: a run's own scores do not change.
    /// </summary>
    /// <param name="judgement">"judgements/{id}".</param>
    /// <param name="candidate">Whose answers.</param>
    /// <param name="benchmark">Benchmark id.</param>
    /// <param name="instanceIds">The answers.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task OnVerdictsAsync(string judgement, string candidate, string benchmark, IReadOnlyCollection<string> instanceIds, CancellationToken cancel)
    {
        if (instanceIds.Count == 0 || JudgementIds.Parse(judgement) is not { } id) return;
        await store.MarkJudgedAsync(id, candidate, benchmark, instanceIds, cancel);
        await store.TryCompleteAsync(id, clock.GetUtcNow(), cancel);
    }
}
