using MedHelm.Inference.Providers.Anthropic;
using MedHelm.Inference.Providers.Baselines;
using MedHelm.Inference.Providers.Bedrock;
using MedHelm.Inference.Providers.Gemini;
using MedHelm.Inference.Providers.Http;
using MedHelm.Inference.Providers.OpenAi;
using MedHelm.Inference.Providers.Replay;
using MedHelm.Inference.Providers.Responses;

namespace MedHelm.Inference.Providers;

/// <summary>Adds every provider and their one way out.</summary>
internal static class ProviderRegistration
{
    public static void AddProviders(this IServiceCollection services)
    {
        services.AddHttpClient(ProviderHttp.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                // A redirect would take prompt and key to an address that nobody configured.
                handler.AllowAutoRedirect = false;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.AddSingleton<ProviderHttp>();
        services.AddSingleton<IProvider, OpenAiProvider>();
        services.AddSingleton<IProvider, ResponsesProvider>();
        services.AddSingleton<IProvider, AnthropicProvider>();
        services.AddSingleton<IProvider, GeminiProvider>();
        services.AddSingleton<IProvider, BedrockProvider>();
        services.AddSingleton<IProvider, ReplayProvider>();
        services.AddSingleton<IProvider, BaselineProvider>();
        services.AddSingleton<BatchHttp>();
        services.AddSingleton<IBatchProvider, OpenAiBatches>();
        services.AddSingleton<IBatchProvider, AnthropicBatches>();
    }
}
