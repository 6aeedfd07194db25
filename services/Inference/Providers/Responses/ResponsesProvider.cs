using MedHelm.Inference.Providers.Http;
using MedHelm.Inference.Providers.OpenAi;

namespace MedHelm.Inference.Providers.Responses;

/// <summary>OpenAI's responses, and servers that speak them.</summary>
internal sealed class ResponsesProvider(ProviderHttp http) : IProvider
{
    public string Name => "openai-responses";

    public string KeyOf(ProviderRequest request) =>
        request.Deployment.ExtraBody + (request.Deployment.AzureApiVersion.Length > 0 ? $"\nazure {request.Deployment.AzureApiVersion}" : "");

    public Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel) => http.SendAsync(
        new ProviderCall
        {
            Address = OpenAiAccess.Address(request.Deployment, "responses"),
            Body = ResponsesBody.Write(request, stream: onText is not null),
            Prepare = message => OpenAiAccess.Prepare(request.Deployment, message),
            IdempotencyKey = request.RequestDigest,
            Whole = ResponsesReply.Read,
            Streamed = onText is null ? null : new ResponsesStream(onText).ReadAsync,
            OnText = onText,
        }, cancel);
}
