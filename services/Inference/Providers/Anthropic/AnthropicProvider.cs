using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Anthropic;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicProvider(ProviderHttp http) : IProvider
{
    public static readonly Uri DefaultAddress = new("https://api.anthropic.com/v1/");
    private const string Version = "2023-06-01";

    public string Name => "anthropic";

    public string KeyOf(ProviderRequest request) =>
        request.Deployment.ExtraBody
        + (request.Deployment.AnthropicBeta.Count > 0 ? $"\nbeta {string.Join(',', request.Deployment.AnthropicBeta)}" : "")
        + (request.Parameters.MaxOutputTokens == 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\nlimit {request.Deployment.MostOutputTokens}") : "");

    public Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel) => http.SendAsync(
        new ProviderCall
        {
            Address = new Uri(request.Deployment.BaseUrl ?? DefaultAddress, "messages"),
            Body = AnthropicBody.Write(request, stream: onText is not null),
            Prepare = message => Prepare(request.Deployment, message),
            IdempotencyKey = request.RequestDigest,
            Whole = AnthropicReply.Read,
            Streamed = onText is null ? null : new AnthropicStream(onText).ReadAsync,
            OnText = onText,
        }, cancel);

    internal static void Prepare(DeploymentDefinition deployment, HttpRequestMessage message)
    {
        message.Headers.Add("anthropic-version", Version);
        if (deployment.AnthropicBeta.Count > 0) message.Headers.Add("anthropic-beta", string.Join(',', deployment.AnthropicBeta));
        if (deployment.ApiKey.Read() is { } key) message.Headers.Add("x-api-key", key);
    }
}
