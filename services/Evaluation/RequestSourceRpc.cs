using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Runs;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Evaluation;

internal sealed class RequestSourceRpc(RunStore runs, RunPlans plans, InstanceStore instances, TimeProvider clock) : RequestSourceService.RequestSourceServiceBase
{
    // Outcomes of so many, answers of models included, stay far below what a message may have.
    private const int AtOnce = 200;

    private readonly PlannedRuns planned = new(runs, plans);

    public override async Task ListRequests(ListRequestsRequest request, IServerStreamWriter<ListRequestsResponse> responseStream, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var run = await planned.FindAsync(request.Run, cancel);
        var plan = await planned.PlanAsync(run, cancel);
        var benchmark = plan.Benchmarks.FirstOrDefault(b => b.Benchmark == request.Benchmark) ?? throw Errors.NotFound("benchmark", request.Benchmark);
        var model = plan.Models.FirstOrDefault(m => m.Deployment == request.Candidate) ?? throw Errors.NotFound("candidate", request.Candidate);
        var prompts = await instances.PromptDigestsAsync(benchmark.InstanceSet, cancel);
        foreach (var asked in CompletionRequests.Of(plan, run.Spec, benchmark, model, prompts, AtOnce, clock.GetUtcNow()))
            await responseStream.WriteAsync(new ListRequestsResponse { Asked = asked }, cancel);
    }
}
