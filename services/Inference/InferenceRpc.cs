using Grpc.Core;
using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference;

internal sealed class InferenceRpc(DeploymentRegistry deployments, CompletionEngine engine, CompletionArchive archive, TimeProvider clock) : InferenceService.InferenceServiceBase
{
    public override Task<ListDeploymentsResponse> ListDeployments(ListDeploymentsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListDeploymentsResponse { Deployments = { deployments.All.Select(d => d.ToProto(clock.GetUtcNow())) } });

    public override async Task<CompleteResponse> Complete(CompleteRequest request, ServerCallContext context)
    {
        var deployment = Check(request);
        var digest = Digest.Of(request.Prompt);
        var wanted = new WantedCompletion
        {
            ItemKey = "direct|" + digest,
            Run = "",
            Purpose = Purpose.Direct,
            Request = new ProviderRequest
            {
                Deployment = deployment,
                PromptDigest = digest,
                Parameters = deployment.Overrides.ApplyTo(request.Parameters),
            },
        };
        var outcomes = await engine.CompleteAsync(
            [wanted], _ => Task.FromResult(new Dictionary<string, string>(StringComparer.Ordinal) { [digest] = request.Prompt }), context.CancellationToken);
        return new CompleteResponse { Outcome = outcomes[0] };
    }

    public override async Task<GetLedgerResponse> GetLedger(GetLedgerRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(request.Run.StartsWith("runs/", StringComparison.Ordinal), "run", "must be runs/{id}.");
        violations.ThrowIfAny();
        return new GetLedgerResponse { Lines = { await archive.LedgerAsync(request.Run, context.CancellationToken) } };
    }

    private DeploymentDefinition Check(CompleteRequest request)
    {
        var violations = new Violations();
        var deployment = deployments.Find(request.Deployment);
        violations.Require(deployment is not null, "deployment", $"there is no deployment '{request.Deployment}'; ListDeployments names them.");
        violations.Require(request.Prompt.Length > 0, "prompt", "must not be empty.");
        violations.Require(request.DataTier != DataTier.Unspecified, "data_tier", "must be stated.");
        if (deployment is not null && request.DataTier != DataTier.Unspecified)
            violations.Require(deployment.ApprovedTiers.Contains(request.DataTier), "data_tier", $"'{deployment.Id}' is not approved for {request.DataTier} data.");
        if (request.Parameters is { } parameters)
        {
            violations.Require(!parameters.HasTemperature || parameters.Temperature is >= 0 and <= 2, "parameters.temperature", "must be from 0 to 2.");
            violations.Require(parameters.MaxOutputTokens >= 0, "parameters.max_output_tokens", "must not be negative.");
            violations.Require(!parameters.HasTopP || parameters.TopP is > 0 and <= 1, "parameters.top_p", "must be above 0 and at most 1.");
        }
        violations.ThrowIfAny();
        return deployment!;
    }
}
