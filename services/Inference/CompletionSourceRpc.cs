using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference;

internal sealed class CompletionSourceRpc(StoredOutcomes outcomes) : CompletionSourceService.CompletionSourceServiceBase
{
    private const int MostItems = 1000;

    public override async Task<FindCompletionsResponse> FindCompletions(FindCompletionsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(request.Asked?.Batch is not null, "asked.batch", "is missing.");
        violations.Require(request.Asked?.Parameters is not null, "asked.parameters", "is missing.");
        violations.Require(request.Asked is null || request.Asked.Items.Count <= MostItems, "asked.items", $"must be at most {MostItems}, were {request.Asked?.Items.Count}; ask in pieces.");
        violations.ThrowIfAny();
        return new FindCompletionsResponse { Items = { await outcomes.FindAsync(request.Asked!, context.CancellationToken) } };
    }
}
