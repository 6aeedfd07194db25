using Google.Protobuf.WellKnownTypes;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Judging.Juries;

/// <summary>Puts the same prompts to every juror: one request a juror.</summary>
internal static class JuryRequests
{
    public static IEnumerable<CompletionsRequested> For(
        CompletionBatch answers, PlannedBenchmark benchmark, IReadOnlyCollection<RequestedCompletion> prompts, PriceClass priceClass, Timestamp? batchDeadline) =>
        benchmark.Jury.Jurors.Select(juror => new CompletionsRequested
        {
            Batch = new CompletionBatch
            {
                Run = answers.Run,
                Benchmark = answers.Benchmark,
                Candidate = answers.Candidate,
                Purpose = Purpose.Juror,
                Juror = juror.Name,
                Deployment = juror.Deployment,
                Project = answers.Project,
            },
            PromptsFrom = JudgingModule.Name,
            DataTier = benchmark.DataTier,
            Parameters = benchmark.Jury.Parameters?.Clone() ?? new DecodingParameters(),
            PriceClass = priceClass,
            BatchDeadline = batchDeadline,
            Items = { prompts.Select(prompt => prompt.Clone()) },
        });
}
