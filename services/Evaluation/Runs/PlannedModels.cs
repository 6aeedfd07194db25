using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Evaluation.Runs;

/// <summary>Deployments as candidates of a run.</summary>
internal static class PlannedModels
{
    public static PlannedModel Of(Deployment deployment) => new()
    {
        Deployment = deployment.Id,
        DisplayName = deployment.DisplayName,
        Model = deployment.Model,
        Baseline = deployment.Kind == DeploymentKind.Baseline,
        Replay = deployment.Kind == DeploymentKind.Replay,
        Vendor = deployment.Vendor,
    };
}
