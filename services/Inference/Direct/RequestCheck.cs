using System.Text.RegularExpressions;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts;
using MedHelm.Inference.Deployments;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference.Direct;

/// <summary>Finds everything that is wrong with a direct question, the provider's options apart.</summary>
/// <param name="violations">Get what is found.</param>
/// <param name="at">Stands before the names of fields.</param>
internal sealed class RequestCheck(Violations violations, string at)
{
    private const int MostBytes = 16 * 1024 * 1024;

    public void Check(CompleteRequest request, DeploymentDefinition? deployment)
    {
        if (deployment is null) Add("deployment", $"there is no deployment '{request.Deployment}'; ListDeployments names them.");
        CheckTier(request.DataTier, deployment);
        if (request.CalculateSize() > MostBytes)
        {
            Add("messages", "the request is larger than 16 MB.");
            return;
        }
        if (request.Messages.Count == 0) Require(request.Prompt.Length > 0, "prompt", "must not be empty where there are no messages.");
        else Require(request.Prompt.Length == 0, "prompt", "must be empty where there are messages.");
        new ConversationCheck(violations, at).Check(request);
        if (request.Parameters is { } parameters) new ParameterCheck(violations, at + "parameters.").Check(parameters);
        Require(request.SampleIndex >= 0, "sample_index", "must be 0 or more.");
        if (request.Project.Length > 0) Require(ProjectName.IsValid(request.Project), "project", ProjectName.Rule);
    }

    private void CheckTier(DataTier tier, DeploymentDefinition? deployment)
    {
        if (tier == DataTier.Unspecified) Add("data_tier", "must be stated.");
        else if (!Enum.IsDefined(tier)) Add("data_tier", "is not known.");
        else if (deployment is not null && !deployment.ApprovedTiers.Contains(tier)) Add("data_tier", $"'{deployment.Id}' is not approved for {tier} data.");
    }

    private void Require(bool condition, string field, string message) => violations.Require(condition, at + field, message);

    private void Add(string field, string message) => violations.Add(at + field, message);
}
