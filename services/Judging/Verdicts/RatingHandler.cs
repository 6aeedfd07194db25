using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Juries;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Judging.Verdicts;

/// <summary>Turns jurors' replies into verdicts and announces the answers on which the whole jury has now spoken.</summary>
internal sealed partial class RatingHandler(RunPlans plans, VerdictStore store, IMessageBus bus, ILogger<RatingHandler> logger)
    : IMessageHandler<CompletionsProduced>
{
    public async Task HandleAsync(CompletionsProduced message, CancellationToken cancel)
    {
        if (message.Batch is not { Purpose: Purpose.Juror } batch || message.Items.Count == 0) return;
        var jury = (await plans.FindAsync(batch, cancel)).Jury;
        if (jury is null || jury.Jurors.All(juror => juror.Name != batch.Juror))
            throw new InvalidOperationException($"{batch.Run} has no juror '{batch.Juror}' for benchmark '{batch.Benchmark}', yet ratings of that name arrived.");

        var verdicts = message.Items
            .DistinctBy(item => item.InstanceId, StringComparer.Ordinal)
            .Select(item => VerdictReader.Read(batch, item, jury.Rubric))
            .ToList();
        await store.SaveAsync(batch.Run, verdicts, cancel);

        // Read after the commit above, in a transaction of its own. Replicas that handle the replies of different jurors at once cannot see
        // each other's uncommitted rows (read committed), so looking inside the writing transaction, each could miss the other and nobody would
        // announce. This way the replica that commits last reads last and sees every row: at least one announces. Both may; receivers upsert.
        // A crash between commit and publish leaves the message unacknowledged, and its next delivery reads and announces again.
        var spoken = await store.FindAsync(batch.Run, batch.Candidate, batch.Benchmark, [.. verdicts.Select(verdict => verdict.InstanceId)], cancel);
        var complete = JuryRollCall.Complete(jury, spoken);
        Log.Rated(logger, batch.Juror, verdicts.Count, verdicts.Count(verdict => verdict.Verdict.Abstention is not null), complete.Count, batch.Candidate, batch.Benchmark, batch.Run);
        if (complete.Count == 0) return;
        await bus.PublishAsync(
            new VerdictsReached { Run = batch.Run, Benchmark = batch.Benchmark, Candidate = batch.Candidate, Items = { complete } }, cancel);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Juror {Juror} rated {Verdicts} answers ({Abstentions} abstentions, {Complete} now complete) of {Candidate} to {Benchmark} in {Run}.", EventName = "AnswersRated")]
        internal static partial void Rated(ILogger logger, string juror, int verdicts, int abstentions, int complete, string candidate, string benchmark, string run);
    }
}
