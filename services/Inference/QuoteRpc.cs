using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Money.Quoting;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference;

internal sealed class QuoteRpc(DeploymentRegistry deployments, Quoter quoter) : QuoteService.QuoteServiceBase
{
    private const int MostItems = 100_000;
    private const long MostTokens = 100_000_000;

    public override Task<QuoteCompletionsResponse> QuoteCompletions(QuoteCompletionsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(request.Purpose != Purpose.Unspecified, "purpose", "must be stated.");
        violations.Require(request.Items.Count <= MostItems, "items", $"must be at most {MostItems}, were {request.Items.Count}; ask in pieces and add the figures.");
        for (var i = 0; i < request.Items.Count; i++)
        {
            violations.Require(request.Items[i].InputTokens is >= 0 and <= MostTokens, $"items[{i}].input_tokens", $"must be from 0 to {MostTokens}.");
            violations.Require(request.Items[i].MostAddedTokens is >= 0 and <= MostTokens, $"items[{i}].most_added_tokens", $"must be from 0 to {MostTokens}.");
            violations.Require(request.Items[i].ExpectedAddedTokens >= 0, $"items[{i}].expected_added_tokens", "must not be negative.");
        }
        violations.ThrowIfAny();
        var deployment = deployments.Find(request.Deployment) ?? throw Errors.NotFound("deployment", request.Deployment);
        return quoter.QuoteAsync(deployment, request, context.CancellationToken);
    }
}
