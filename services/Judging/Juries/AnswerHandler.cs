using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Judging.Rubrics;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Judging.Juries;

/// <summary>
/// Puts candidates' answers before the jury of their benchmark. Failed items have nothing to judge; Scoring reports them. Repeating a
/// message asks the jurors again for what Inference already has, and that is free.
/// </summary>
internal sealed partial class AnswerHandler(
    RunPlans plans, BuyingTerms terms, InstanceTexts instances, RubricTemplates rubrics, JuryPrompts prompts, JurorQueues queues, IMessageBus bus, ILogger<AnswerHandler> logger)
    : IMessageHandler<CompletionsProduced>
{
    public async Task HandleAsync(CompletionsProduced message, CancellationToken cancel)
    {
        if (message.Batch is not { Purpose: Purpose.Candidate } batch) return;
        var answers = message.Items
            .Where(item => item.Outcome?.OutcomeCase == CompletionOutcome.OutcomeOneofCase.Completion)
            .DistinctBy(item => item.InstanceId, StringComparer.Ordinal)
            .ToList();
        if (answers.Count == 0) return;
        var benchmark = await plans.FindAsync(batch, cancel);
        if (benchmark.Jury is null) return;

        var (asked, texts) = Render(answers, benchmark, await instances.FindAsync(benchmark.InstanceSet, [.. answers.Select(item => item.InstanceId)], cancel));
        // Before anyone is asked: Inference fetches the prompts from here.
        await prompts.SaveAsync(texts, cancel);
        var queueOf = await queues.LookUpAsync(cancel);
        var (priceClass, deadline) = await terms.FindAsync(batch.Run, cancel);
        foreach (var request in JuryRequests.For(batch, benchmark, asked, priceClass, deadline)) await bus.SendAsync(queueOf(request.Batch.Deployment), request, cancel);
        Log.Asked(logger, benchmark.Jury.Jurors.Count, asked.Count, batch.Candidate, batch.Benchmark, batch.Run);
    }

    private (List<RequestedCompletion> Asked, Dictionary<string, string> Texts) Render(
        List<ProducedCompletion> answers, PlannedBenchmark benchmark, IReadOnlyDictionary<string, InstanceText> known)
    {
        var template = rubrics.Of(benchmark.Jury.Rubric);
        var asked = new List<RequestedCompletion>(answers.Count);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            var instance = known[answer.InstanceId];
            var prompt = template.Render(new JudgedAnswer(instance.Question, answer.Outcome.Completion.Text, instance.GoldResponse));
            var digest = Digest.Of(prompt);
            texts[digest] = prompt;
            asked.Add(new RequestedCompletion { InstanceId = answer.InstanceId, PromptDigest = digest });
        }
        return (asked, texts);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Asked {Jurors} jurors about {Answers} answers of {Candidate} to {Benchmark} in {Run}.", EventName = "JuryAsked")]
        internal static partial void Asked(ILogger logger, int jurors, int answers, string candidate, string benchmark, string run);
    }
}
