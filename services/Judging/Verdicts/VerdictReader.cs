using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Answers;

namespace MedHelm.Judging.Verdicts;

/// <summary>Turns the outcome of a juror's call into its verdict: marks, or an abstention that says why there are none.</summary>
internal static class VerdictReader
{
    /// <param name="batch">The call.</param>
    /// <param name="item">Its outcome.</param>
    /// <param name="jury">The jury, with the rubric as it was put to the juror.</param>
    /// <param name="asked">What was put to it; null when that is not known any more.</param>
    /// <param name="now">When.</param>
    public static RecordedVerdict Read(CompletionBatch batch, ProducedCompletion item, Jury jury, AskedAnswer? asked, DateTimeOffset now)
    {
        var completion = item.Outcome?.Completion;
        var verdict = completion is null ? NoReply(item.Outcome?.Failure) : ReplyReader.Read(completion.Text, jury.Rubric);
        if (verdict.Abstention is { } abstention && completion?.FinishReason == FinishReason.Length)
        {
            abstention.Reason = AbstentionReason.Truncated;
            abstention.Message += " The output limit cut it off; raise the jury's max_output_tokens.";
        }
        verdict.Juror = batch.Juror;
        verdict.Deployment = batch.Deployment;
        verdict.RubricSha256 = jury.Rubric.Sha256;
        verdict.Repeat = batch.Repeat;
        verdict.Repaired = batch.Attempt > 0 && verdict.Marks is not null;
        verdict.ModelSnapshot = completion?.ModelSnapshot ?? "";
        return new RecordedVerdict
        {
            Benchmark = batch.Benchmark,
            Candidate = batch.Candidate,
            InstanceId = item.InstanceId,
            Verdict = verdict,
            RawReply = completion?.Text ?? "",
            Attempt = batch.Attempt,
            Judgement = batch.Judgement,
            Rubric = jury.Rubric.Id,
            RubricVersion = jury.Rubric.Version,
            Parameters = jury.Parameters?.Clone(),
            CostNanoUsd = item.Outcome?.CostNanoUsd ?? 0,
            ChargedNanoUsd = item.Outcome?.ChargedNanoUsd ?? 0,
            PromptDigest = asked?.PromptDigest ?? "",
            RecordTime = Timestamp.FromDateTimeOffset(now),
        };
    }

    /// <summary>The verdict of a juror that nobody asked.</summary>
    public static RecordedVerdict Unasked(CompletionBatch answers, string instance, Jury jury, Juror juror, AbstentionReason reason, string message, DateTimeOffset now) => new()
    {
        Benchmark = answers.Benchmark,
        Candidate = answers.Candidate,
        InstanceId = instance,
        Judgement = answers.Judgement,
        Rubric = jury.Rubric.Id,
        RubricVersion = jury.Rubric.Version,
        RecordTime = Timestamp.FromDateTimeOffset(now),
        Verdict = new Verdict
        {
            Juror = juror.Name,
            Deployment = juror.Deployment,
            RubricSha256 = jury.Rubric.Sha256,
            Abstention = new Abstention { Reason = reason, Message = message },
        },
    };

    private static Verdict NoReply(Failure? failure) => new()
    {
        Abstention = new Abstention
        {
            Reason = failure?.Reason == FailureReason.Refusal ? AbstentionReason.Refused : AbstentionReason.CallFailed,
            Message = failure is null
                ? "The juror's call has no outcome."
                : $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.Reason.ToString())}: {failure.Message}",
        },
    };
}
