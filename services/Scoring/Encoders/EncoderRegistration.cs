using MedHelm.Scoring.Encoders.Http;
using MedHelm.Scoring.Encoders.Onnx;
using MedHelm.Scoring.Execution;

namespace MedHelm.Scoring.Encoders;

/// <summary>Adds the encoder that is configured, if one is.</summary>
internal static class EncoderRegistration
{
    internal static void AddEncoder(this WebApplicationBuilder builder)
    {
        var settings = EncoderSettings.Read(builder.Configuration);
        if (settings.Url is { } address)
        {
            builder.Services.AddHttpClient(HttpTextEncoder.ClientName, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = HttpTextEncoder.MostReplyBytes;
                // An endpoint that redirects would get texts and key sent to wherever it says.
            }).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
            builder.Services.AddSingleton<ITextEncoder>(services => new HttpTextEncoder(
                services.GetRequiredService<IHttpClientFactory>(), address, settings.Key, settings.Timeout, services.GetRequiredService<TimeProvider>()));
        }
        else if (settings.Model is not null)
        {
            // Loaded now: a model that cannot be used stops the process at its start.
            var encoder = OnnxTextEncoder.Load(settings);
            builder.Services.AddSingleton<ITextEncoder>(_ => encoder);
        }
        builder.Services.AddSingleton(services => new AnswerEncoding(
            services.GetService<ITextEncoder>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<AnswerEncoding>>()));
    }
}
