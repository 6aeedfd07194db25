using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Gemini;

/// <summary>Google's Gemini.</summary>
internal sealed class GeminiProvider(ProviderHttp http) : IProvider
{
    public static readonly Uri DefaultAddress = new("https://generativelanguage.googleapis.com/v1beta/");

    public string Name => "gemini";

    public string KeyOf(ProviderRequest request) => request.Deployment.ExtraBody;

    public Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel) => http.SendAsync(
        new ProviderCall
        {
            Address = Address(request.Deployment, onText is null ? "generateContent" : "streamGenerateContent?alt=sse"),
            Body = GeminiBody.Write(request),
            Prepare = message =>
            {
                if (request.Deployment.ApiKey.Read() is { } key) message.Headers.Add("x-goog-api-key", key);
            },
            IdempotencyKey = request.RequestDigest,
            Whole = GeminiReply.Read,
            Streamed = onText is null ? null : new GeminiReply(onText).ReadAsync,
            OnText = onText,
        }, cancel);

    // A tuned model is named with its folder.
    private static Uri Address(DeploymentDefinition deployment, string method)
    {
        var model = string.Join('/', deployment.Model.Split('/').Select(Uri.EscapeDataString));
        return new Uri((deployment.BaseUrl ?? DefaultAddress).AbsoluteUri + (model.Contains('/', StringComparison.Ordinal) ? "" : "models/") + model + ":" + method);
    }
}
