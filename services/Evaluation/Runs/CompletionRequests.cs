using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Evaluation.Runs;

/// <summary>
/// What a run asks of one model on one benchmark. Made here alone, for the queues and for whoever looks the answers up later: every
/// field decides which answer belongs to an item.
/// </summary>
internal static class CompletionRequests
{
    public static IEnumerable<CompletionsRequested> Of(
        RunPlan plan, RunSpec spec, PlannedBenchmark benchmark, PlannedModel model, IEnumerable<(string Id, string PromptDigest)> prompts, int atOnce, DateTimeOffset now) =>
        prompts.Chunk(atOnce).Select(batch => new CompletionsRequested
        {
            Batch = new CompletionBatch
            {
                Run = plan.Run,
                Benchmark = benchmark.Benchmark,
                Candidate = model.Deployment,
                Purpose = Purpose.Candidate,
                Deployment = model.Deployment,
                Project = RunMoney.Project(spec),
            },
            PromptsFrom = EvaluationModule.Service,
            DataTier = benchmark.DataTier,
            Parameters = benchmark.Parameters,
            PriceClass = spec.PriceClass,
            BatchDeadline = RunMoney.BatchDeadline(spec, now),
            Items = { batch.Select(item => new RequestedCompletion { InstanceId = item.Id, PromptDigest = item.PromptDigest }) },
        });
}
