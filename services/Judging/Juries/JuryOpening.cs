using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Answers;
using MedHelm.Judging.Rubrics;
using MedHelm.Judging.Storage;
using MedHelm.Judging.Verdicts;

namespace MedHelm.Judging.Juries;

/// <summary>
/// Puts answers before a jury: renders the jurors' prompt, and asks those who are asked first. About an answer that cannot be rated nobody is asked. Doing it again
/// asks the jurors again for what Inference already has, and that is free.
/// </summary>
internal sealed partial class JuryOpening(
    InstanceTexts instances, RubricTemplates rubrics, JuryPrompts prompts, AnswerStore asked, VerdictStore verdicts, JuryDesk desk, JuryOutcomes outcomes,
    TimeProvider clock, ILogger<JuryOpening> logger)
{
    /// <param name="batch">Whose answers; its judgement says under which jury.</param>
    /// <param name="benchmark">The benchmark with that jury.</param>
    /// <param name="answers">The answers by instance.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task OpenAsync(CompletionBatch batch, PlannedBenchmark benchmark, IReadOnlyDictionary<string, string> answers, CancellationToken cancel)
    {
        var jury = benchmark.Jury;
        var known = await instances.FindAsync(benchmark.InstanceSet, [.. answers.Keys], cancel);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var put = new List<AskedAnswer>(answers.Count);
        var calls = new List<DueCall>();
        var unasked = new List<RecordedVerdict>();
        var template = rubrics.Of(jury.Rubric);
        var emptySeats = PanelSeats.EmptySeats(jury, batch.Candidate);
        foreach (var (instance, answer) in answers)
        {
            var rubric = InstanceRubric.Of(jury.Rubric, known[instance]);
            if (string.IsNullOrWhiteSpace(answer)) Leave(instance, AbstentionReason.BlankAnswer, "The answer is blank.");
            else if (rubric is null) Leave(instance, AbstentionReason.NoCriteria, $"The instance's '{jury.Rubric.InstanceCriteria}' holds no criteria.");
            else Ask(instance, answer, rubric);
        }
        // Before anyone is asked: Inference fetches the prompts from here.
        await prompts.SaveAsync(texts, cancel);
        await asked.SaveAsync(batch, put, cancel);
        if (unasked.Count > 0) await verdicts.SaveAsync(batch.Run, unasked, cancel);
        await desk.AskAsync(batch, benchmark, calls, cancel);
        await outcomes.AnnounceAsync(batch, jury, [.. unasked.Select(verdict => verdict.InstanceId).Distinct(StringComparer.Ordinal)], cancel);
        Log.Asked(logger, calls.Count, answers.Count, batch.Candidate, batch.Benchmark, batch.Run);

        void Ask(string instance, string answer, Rubric rubric)
        {
            var prompt = template.Render(new JudgedAnswer(known[instance].Question, answer, known[instance].GoldResponse), rubric.Criteria);
            var digest = Digest.Of(prompt);
            texts[digest] = prompt;
            put.Add(new AskedAnswer(instance, WordsIn(answer), digest));
            calls.AddRange(new JuryCourse(jury, batch.Candidate, instance).Opening.Select(call => new DueCall(call, instance, digest, rubric)));
            foreach (var juror in emptySeats)
                unasked.Add(VerdictReader.Unasked(batch, instance, jury, juror, AbstentionReason.Recused, "The juror does not rate this candidate, and nobody on the bench could step in.", clock.GetUtcNow()));
        }

        void Leave(string instance, AbstentionReason reason, string message) =>
            unasked.AddRange(PanelSeats.Of(jury, batch.Candidate).Select(juror => VerdictReader.Unasked(batch, instance, jury, juror, reason, message, clock.GetUtcNow())));
    }

    private static int WordsIn(string answer) => answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{Calls} calls of jurors about {Answers} answers of {Candidate} to {Benchmark} in {Run}.", EventName = "JuryAsked")]
        internal static partial void Asked(ILogger logger, int calls, int answers, string candidate, string benchmark, string run);
    }
}
