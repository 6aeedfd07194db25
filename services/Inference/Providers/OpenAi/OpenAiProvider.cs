using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.OpenAi;

/// <summary>
/// Any endpoint that speaks OpenAI's chat completions: OpenAI, Azure OpenAI, DeepSeek, Together, vLLM, Ollama. Compatible
/// servers differ in which fields they know; each request carries an Idempotency-Key, so that a server that honours it never
/// bills a repeat.
/// </summary>
internal sealed class OpenAiProvider(ProviderHttp http) : IProvider
{
    public string Name => "openai";

    // A limit under a name that the server does not know is none.
    public string KeyOf(ProviderRequest request) =>
        request.Deployment.ExtraBody
        + (request.Deployment.MaxTokensField != "max_tokens" && request.Parameters.MaxOutputTokens > 0 ? $"\nlimit {request.Deployment.MaxTokensField}" : "")
        + (request.Deployment.AzureApiVersion.Length > 0 ? $"\nazure {request.Deployment.AzureApiVersion}" : "");

    public Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel) => http.SendAsync(
        new ProviderCall
        {
            Address = OpenAiAccess.Address(request.Deployment, "chat/completions"),
            Body = OpenAiBody.Write(request, stream: onText is not null),
            Prepare = message => OpenAiAccess.Prepare(request.Deployment, message),
            IdempotencyKey = request.RequestDigest,
            Whole = OpenAiReply.Read,
            Streamed = onText is null ? null : new OpenAiStream(onText).ReadAsync,
            OnText = onText,
        }, cancel);
}
