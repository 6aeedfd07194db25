using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.Providers;

/// <summary>
/// Decoding settings that a provider documents as its default, so that writing them out is the same question. Only where the
/// server is the provider's own: a compatible server takes its defaults from elsewhere, such as the model's files.
/// </summary>
internal static class DocumentedDefaults
{
    public static double? Temperature(DeploymentDefinition deployment) => IsOpenAi(deployment) || IsAnthropic(deployment) ? 1 : null;

    public static double? TopP(DeploymentDefinition deployment) => IsOpenAi(deployment) ? 1 : null;

    private static bool IsOpenAi(DeploymentDefinition deployment) => deployment.BaseUrl is { Host: "api.openai.com" };

    private static bool IsAnthropic(DeploymentDefinition deployment) => deployment.BaseUrl is { Host: "api.anthropic.com" };
}
