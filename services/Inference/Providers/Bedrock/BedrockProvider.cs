using System.Net.Http.Headers;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Bedrock;

/// <summary>The Converse API of AWS Bedrock, with a Bedrock API key or with signed requests.</summary>
internal sealed class BedrockProvider(ProviderHttp http, TimeProvider clock) : IProvider
{
    private const string Service = "bedrock";
    private static readonly IReadOnlyDictionary<string, string> SignedToo = new Dictionary<string, string>(StringComparer.Ordinal) { ["content-type"] = "application/json" };

    public string Name => "bedrock";

    // The region is where a model runs, not what it is.
    public string KeyOf(ProviderRequest request) => request.Deployment.ExtraBody;

    public Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel)
    {
        var address = Address(request.Deployment, onText is null ? "converse" : "converse-stream");
        var body = ConverseBody.Write(request);
        return http.SendAsync(
            new ProviderCall
            {
                Address = address,
                Body = body,
                Prepare = message => Sign(request.Deployment, message, address, body),
                IdempotencyKey = request.RequestDigest,
                Whole = ConverseReply.Read,
                Streamed = onText is null ? null : new ConverseStream(onText).ReadAsync,
                StreamType = "application/vnd.amazon.eventstream",
                OnText = onText,
            }, cancel);
    }

    private static Uri Address(DeploymentDefinition deployment, string method) =>
        new((deployment.BaseUrl?.AbsoluteUri ?? $"https://bedrock-runtime.{deployment.Aws!.Region}.amazonaws.com/") + $"model/{Uri.EscapeDataString(deployment.Model)}/{method}");

    private void Sign(DeploymentDefinition deployment, HttpRequestMessage message, Uri address, byte[] body)
    {
        if (deployment.ApiKey.Read() is { } key)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            return;
        }
        if (deployment.Aws!.Read() is not { } keys) return;
        foreach (var (name, value) in SigV4.Headers("POST", address, SignedToo, body, keys, deployment.Aws.Region, Service, clock.GetUtcNow()))
            message.Headers.TryAddWithoutValidation(name, value);
    }
}
