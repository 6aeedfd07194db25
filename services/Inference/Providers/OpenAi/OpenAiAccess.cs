using System.Net.Http.Headers;
using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.Providers.OpenAi;

/// <summary>Address and credentials of the servers that speak OpenAI's protocols, those of Azure among them.</summary>
internal static class OpenAiAccess
{
    public static Uri Address(DeploymentDefinition deployment, string path)
    {
        var address = new Uri(deployment.BaseUrl!, path);
        return deployment.AzureApiVersion.Length == 0 ? address : new Uri($"{address.AbsoluteUri}?api-version={Uri.EscapeDataString(deployment.AzureApiVersion)}");
    }

    public static void Prepare(DeploymentDefinition deployment, HttpRequestMessage message)
    {
        if (deployment.ApiKey.Read() is not { } key) return;
        if (deployment.KeyInOwnHeader) message.Headers.Add("api-key", key);
        else message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }
}
