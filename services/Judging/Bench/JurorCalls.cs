using System.Text.Json;
using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Verdicts;

namespace MedHelm.Judging.Bench;

/// <summary>Asks jurors directly, some questions at a time, and reads what they say.</summary>
internal sealed class JurorCalls(InferenceService.InferenceServiceClient inference, TimeProvider clock)
{
    private const int AtOnce = 8;
    // A deployment's own deadline, with its retries and the pace of others before it, ends first.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromMinutes(20);

    /// <summary>The answers, in the order of the questions.</summary>
    public async Task<IReadOnlyList<JurorAnswer>> AskAsync(IReadOnlyList<JurorQuestion> questions, CancellationToken cancel)
    {
        var answers = new JurorAnswer[questions.Count];
        await Parallel.ForAsync(0, questions.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (i, stop) =>
            answers[i] = await AskAsync(questions[i], stop));
        return answers;
    }

    private async Task<JurorAnswer> AskAsync(JurorQuestion question, CancellationToken cancel)
    {
        var request = new CompleteRequest
        {
            Deployment = question.Juror.Deployment,
            Prompt = question.Prompt,
            Parameters = question.Parameters.Clone(),
            DataTier = question.DataTier,
            SampleIndex = question.SampleIndex,
            Project = question.Project,
            ResponseFormat = question.Juror.StructuredOutput ? VerdictSchema.Of(question.Rubric) : null,
        };
        var reply = await inference.CompleteAsync(request, new CallOptions(deadline: (clock.GetUtcNow() + CallTimeout).UtcDateTime, cancellationToken: cancel));
        var outcome = reply.Outcome;
        var verdict = outcome.Completion is { } completion ? ReplyReader.Read(completion.Text, question.Rubric) : CallFailed(outcome.Failure);
        verdict.Juror = question.Juror.Name;
        verdict.Deployment = question.Juror.Deployment;
        verdict.RubricSha256 = question.Rubric.Sha256;
        verdict.ModelSnapshot = outcome.Completion?.ModelSnapshot ?? "";
        var refused = outcome.Failure is { Reason: FailureReason.Budget } failure ? failure.Shortfall ?? new BudgetShortfall() : null;
        return new JurorAnswer(verdict, outcome.CostNanoUsd, refused);
    }

    private static Verdict CallFailed(Failure? failure) => new()
    {
        Abstention = new Abstention
        {
            Reason = AbstentionReason.CallFailed,
            Message = failure is null
                ? "The juror's call has no outcome."
                : $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.Reason.ToString())}: {failure.Message}",
        },
    };
}
