using Google.Protobuf.WellKnownTypes;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Verdicts;

namespace MedHelm.Judging.Juries;

/// <summary>Puts calls that have everything but the instance in common into one request.</summary>
internal static class JuryRequests
{
    /// <param name="answers">Whose answers, and for whom.</param>
    /// <param name="benchmark">The benchmark with its jury.</param>
    /// <param name="calls">What is asked.</param>
    /// <param name="priceClass">How answers are bought.</param>
    /// <param name="batchDeadline">With batch prices: when what is left is asked live.</param>
    public static IEnumerable<CompletionsRequested> For(
        CompletionBatch answers, PlannedBenchmark benchmark, IEnumerable<DueCall> calls, PriceClass priceClass, Timestamp? batchDeadline) =>
        // The form depends on the criteria's names alone, and those of instances with criteria of their own are numbered.
        from call in calls
        group call by (call.Call, Form: call.Call.Juror.StructuredOutput ? call.Rubric.Criteria.Count : 0) into same
        select new CompletionsRequested
        {
            Batch = new CompletionBatch
            {
                Run = answers.Run,
                Benchmark = answers.Benchmark,
                Candidate = answers.Candidate,
                Purpose = Purpose.Juror,
                Juror = same.Key.Call.Juror.Name,
                Deployment = same.Key.Call.Juror.Deployment,
                Project = answers.Project,
                Repeat = same.Key.Call.Repeat,
                Attempt = same.Key.Call.Attempt,
                Judgement = answers.Judgement,
            },
            PromptsFrom = JudgingModule.Name,
            DataTier = benchmark.DataTier,
            Parameters = benchmark.Jury.Parameters?.Clone() ?? new DecodingParameters(),
            PriceClass = priceClass,
            BatchDeadline = batchDeadline,
            ResponseFormat = same.Key.Form > 0 ? VerdictSchema.Of(same.First().Rubric) : null,
            SampleIndex = same.Key.Call.Repeat,
            Items = { same.Select(call => new RequestedCompletion { InstanceId = call.InstanceId, PromptDigest = call.PromptDigest }) },
        };
}
