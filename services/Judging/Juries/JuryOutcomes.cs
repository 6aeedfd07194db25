using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Judgements;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Judging.Juries;

/// <summary>Announces the answers on which a jury has decided.</summary>
internal sealed class JuryOutcomes(VerdictStore store, JudgementProgress judgements, IMessageBus bus)
{
    /// <summary>Announces those of these answers that are decided. Those of a judgement count towards its end and are announced to nobody: the run's own scores stay.</summary>
    /// <returns>Every stored verdict on these answers, by instance.</returns>
    public async Task<ILookup<string, RecordedVerdict>> AnnounceAsync(CompletionBatch batch, Jury jury, IReadOnlyCollection<string> instanceIds, CancellationToken cancel)
    {
        // Read after the verdicts were committed, in a transaction of its own. Replicas that handle the replies of different jurors at once cannot see
        // each other's uncommitted rows (read committed), so looking inside the writing transaction, each could miss the other and nobody would
        // announce. This way the replica that commits last reads last and sees every row: at least one announces. Both may; receivers upsert.
        // A crash between commit and publish leaves the message unacknowledged, and its next delivery reads and announces again.
        if (instanceIds.Count == 0) return Array.Empty<RecordedVerdict>().ToLookup(verdict => verdict.InstanceId, StringComparer.Ordinal);
        var said = await store.FindAsync(batch.Run, batch.Judgement, batch.Candidate, batch.Benchmark, instanceIds, cancel);
        var decided = said
            .OrderBy(instance => instance.Key, StringComparer.Ordinal)
            .Select(instance => new JuryCourse(jury, batch.Candidate, instance.Key).Outcome(instance.Key, [.. instance]))
            .OfType<JudgedInstance>()
            .ToList();
        if (batch.Judgement.Length > 0)
            await judgements.OnVerdictsAsync(batch.Judgement, batch.Candidate, batch.Benchmark, [.. decided.Select(item => item.InstanceId)], cancel);
        else if (decided.Count > 0)
            await bus.PublishAsync(new VerdictsReached { Run = batch.Run, Benchmark = batch.Benchmark, Candidate = batch.Candidate, Items = { decided } }, cancel);
        return said;
    }
}
