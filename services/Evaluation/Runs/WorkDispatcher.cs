using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults.Bus;
using Microsoft.Extensions.Options;

namespace MedHelm.Evaluation.Runs;

/// <summary>Asks Inference for the completions of a run.</summary>
internal sealed class WorkDispatcher(
    InstanceStore instances, ProgressStore progress, InferenceService.InferenceServiceClient inference, IMessageBus bus, IOptions<EvaluationOptions> options, TimeProvider clock)
{
    /// <summary>Asks for every undecided instance. Returns the number of completions asked for.</summary>
    public Task<int> DispatchAsync(RunPlan plan, RunSpec spec, CancellationToken cancel) => DispatchAsync(plan, spec, decidedToo: false, cancel);

    /// <summary>Asks for every instance, decided or not. Returns the number of completions asked for.</summary>
    public Task<int> DispatchAllAsync(RunPlan plan, RunSpec spec, CancellationToken cancel) => DispatchAsync(plan, spec, decidedToo: true, cancel);

    private async Task<int> DispatchAsync(RunPlan plan, RunSpec spec, bool decidedToo, CancellationToken cancel)
    {
        var runId = RunIds.Parse(plan.Run)!;
        var asked = 0;
        // A deployment may have been removed since the run was planned.
        var known = (await inference.ListDeploymentsAsync(new ListDeploymentsRequest(), cancellationToken: cancel)).Deployments
            .Select(deployment => deployment.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var benchmark in plan.Benchmarks)
        {
            var prompts = await instances.PromptDigestsAsync(benchmark.InstanceSet, cancel);
            foreach (var model in plan.Models)
            {
                var queue = known.Contains(model.Deployment) ? CompletionQueue.For(model.Deployment) : CompletionQueue.Unknown;
                var decided = decidedToo ? [] : await progress.DecidedAsync(runId, model.Deployment, benchmark.Benchmark, MetricBits.All(benchmark), cancel);
                var wanted = prompts.Where(prompt => !decided.Contains(prompt.Id));
                foreach (var request in CompletionRequests.Of(plan, spec, benchmark, model, wanted, options.Value.BatchSize, clock.GetUtcNow()))
                {
                    await bus.SendAsync(queue, request, cancel);
                    asked += request.Items.Count;
                }
            }
        }
        return asked;
    }
}
