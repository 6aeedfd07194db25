using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Answers;
using MedHelm.Judging.Judgements;
using MedHelm.Judging.Juries;
using MedHelm.Judging.Rubrics;
using MedHelm.Judging.Runs;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Judging.Verdicts;

/// <summary>Turns jurors' replies into verdicts, announces the answers on which the jury has now decided, and asks what follows from them: a reply again in the right form, or the other jurors.</summary>
internal sealed partial class RatingHandler(
    PlannedRuns runs, JudgementJuries judgements, InstanceTexts instances, VerdictStore store, AnswerStore asked, JuryPrompts prompts, JuryDesk desk, JuryOutcomes outcomes, TimeProvider clock, ILogger<RatingHandler> logger)
    : IMessageHandler<CompletionsProduced>
{
    public async Task HandleAsync(CompletionsProduced message, CancellationToken cancel)
    {
        if (message.Batch is not { Purpose: Purpose.Juror } batch || message.Items.Count == 0) return;
        var benchmark = await runs.BenchmarkAsync(batch, cancel);
        if (batch.Judgement.Length > 0) benchmark = await judgements.SeatAsync(batch.Judgement, benchmark, cancel);
        if (benchmark.Jury is null || PanelSeats.Of(benchmark.Jury, batch.Candidate).FirstOrDefault(juror => juror.Name == batch.Juror) is not { } juror)
            throw new InvalidOperationException($"{(batch.Judgement.Length > 0 ? batch.Judgement : batch.Run)} has no juror '{batch.Juror}' of {batch.Candidate} for benchmark '{batch.Benchmark}', yet ratings of that name arrived.");

        var items = message.Items.DistinctBy(item => item.InstanceId, StringComparer.Ordinal).ToList();
        string[] ids = [.. items.Select(item => item.InstanceId)];
        var put = await asked.FindAsync(batch, ids, cancel);
        var juries = await JuriesAsync(benchmark, ids, cancel);
        var verdicts = items.ConvertAll(item => VerdictReader.Read(batch, item, juries[item.InstanceId], put.GetValueOrDefault(item.InstanceId), clock.GetUtcNow()));
        await store.SaveAsync(batch.Run, verdicts, cancel);

        var said = await outcomes.AnnounceAsync(batch, benchmark.Jury, ids, cancel);
        Log.Rated(logger, batch.Juror, verdicts.Count, verdicts.Count(verdict => verdict.Verdict.Abstention is not null), batch.Candidate, batch.Benchmark, batch.Run);
        var replied = new JurorCall(juror, batch.Repeat, batch.Attempt);
        var due =
            from verdict in verdicts
            from call in new JuryCourse(benchmark.Jury, batch.Candidate, verdict.InstanceId).After(replied, [.. said[verdict.InstanceId]])
            select (Call: call, Verdict: verdict);
        await FollowAsync(batch, benchmark, [.. due], juries, cancel);
    }

    // Where instances bring their own criteria each has a rubric of its own.
    private async Task<Dictionary<string, Jury>> JuriesAsync(PlannedBenchmark benchmark, string[] ids, CancellationToken cancel)
    {
        if (benchmark.Jury.Rubric.InstanceCriteria.Length == 0) return ids.ToDictionary(id => id, _ => benchmark.Jury, StringComparer.Ordinal);
        var texts = await instances.FindAsync(benchmark.InstanceSet, ids, cancel);
        return ids.ToDictionary(id => id, id =>
        {
            var own = benchmark.Jury.Clone();
            own.Rubric = InstanceRubric.Of(own.Rubric, texts[id]) ?? throw new InvalidOperationException($"Instance '{id}' of {benchmark.Benchmark} has no criteria, yet a rating of an answer to it arrived.");
            return own;
        }, StringComparer.Ordinal);
    }

    private async Task FollowAsync(
        CompletionBatch batch, PlannedBenchmark benchmark, IReadOnlyCollection<(JurorCall Call, RecordedVerdict Verdict)> due, Dictionary<string, Jury> juries, CancellationToken cancel)
    {
        if (due.Count == 0) return;
        var originals = (await prompts.FindAsync([.. due.Where(call => call.Call.Attempt > 0).Select(call => call.Verdict.PromptDigest).Distinct(StringComparer.Ordinal)], cancel))
            .ToDictionary(prompt => prompt.Digest, prompt => prompt.Text, StringComparer.Ordinal);
        var repairs = new Dictionary<string, string>(StringComparer.Ordinal);
        var calls = new List<DueCall>();
        foreach (var (call, verdict) in due)
        {
            var rubric = juries[verdict.InstanceId].Rubric;
            var digest = verdict.PromptDigest;
            if (call.Attempt > 0)
            {
                var text = RepairPrompt.Of(originals[digest], verdict, rubric);
                digest = Digest.Of(text);
                repairs[digest] = text;
            }
            calls.Add(new DueCall(call, verdict.InstanceId, digest, rubric));
        }
        await prompts.SaveAsync(repairs, cancel);
        await desk.AskAsync(batch, benchmark, calls, cancel);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Juror {Juror} replied about {Verdicts} answers ({Abstentions} abstentions) of {Candidate} to {Benchmark} in {Run}.", EventName = "AnswersRated")]
        internal static partial void Rated(ILogger logger, string juror, int verdicts, int abstentions, string candidate, string benchmark, string run);
    }
}
