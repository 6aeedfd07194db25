using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Batches;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Direct;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference;

internal sealed class InferenceRpc(DeploymentRegistry deployments, DirectCompletions direct, CompletionArchive archive, BatchProviders batches, TimeProvider clock) : InferenceService.InferenceServiceBase
{
    public override Task<ListDeploymentsResponse> ListDeployments(ListDeploymentsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListDeploymentsResponse { Deployments = { deployments.All.Select(Shown) }, Warnings = { deployments.Warnings } });

    public override async Task<CompleteResponse> Complete(CompleteRequest request, ServerCallContext context) =>
        new() { Outcome = await direct.CompleteAsync(direct.Prepare(request), context.CancellationToken) };

    public override async Task CompleteStream(CompleteStreamRequest request, IServerStreamWriter<CompleteStreamResponse> responseStream, ServerCallContext context)
    {
        var wanted = direct.Prepare(request.Request ?? new CompleteRequest(), "request.");
        await foreach (var part in direct.StreamAsync(wanted, context.CancellationToken))
            await responseStream.WriteAsync(part.IsLast ? new CompleteStreamResponse { Outcome = part.Outcome } : new CompleteStreamResponse { Text = part.Text }, context.CancellationToken);
    }

    public override async Task CompleteBatch(IAsyncStreamReader<CompleteBatchRequest> requestStream, IServerStreamWriter<CompleteBatchResponse> responseStream, ServerCallContext context)
    {
        using var stream = new CompletionBatchStream(direct);
        await stream.RunAsync(requestStream, responseStream, context.CancellationToken);
    }

    public override async Task<GetLedgerResponse> GetLedger(GetLedgerRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(request.Run.StartsWith("runs/", StringComparison.Ordinal), "run", "must be runs/{id}.");
        violations.ThrowIfAny();
        return new GetLedgerResponse { Lines = { await archive.LedgerAsync(request.Run, context.CancellationToken) } };
    }

    private Deployment Shown(DeploymentDefinition deployment)
    {
        var shown = deployment.ToProto(clock.GetUtcNow());
        shown.Batch = batches.Of(deployment) is not null;
        return shown;
    }
}
