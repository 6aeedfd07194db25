using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Verdicts;

/// <summary>Turns the outcome of a juror's call into its verdict: marks, or an abstention that says why there are none.</summary>
internal static class VerdictReader
{
    public static RecordedVerdict Read(CompletionBatch batch, ProducedCompletion item, Rubric rubric)
    {
        var completion = item.Outcome?.Completion;
        var verdict = completion is null ? CallFailed(item.Outcome?.Failure) : ReplyReader.Read(completion.Text, rubric);
        if (verdict.Abstention is { } abstention && completion?.FinishReason == FinishReason.Length)
            abstention.Message += " The output limit cut it off; raise the jury's max_output_tokens.";
        verdict.Juror = batch.Juror;
        verdict.Deployment = batch.Deployment;
        verdict.RubricSha256 = rubric.Sha256;
        return new RecordedVerdict
        {
            Benchmark = batch.Benchmark,
            Candidate = batch.Candidate,
            InstanceId = item.InstanceId,
            Verdict = verdict,
            RawReply = completion?.Text ?? "",
        };
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
