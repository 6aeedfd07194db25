namespace MedHelm.Inference.OpenAiRoute;

/// <summary>The paths that OpenAI's clients call.</summary>
internal static class OpenAiEndpoints
{
    public static void MapOpenAi(this WebApplication app)
    {
        var chat = app.Services.GetRequiredService<ChatCompletions>();
        var models = app.Services.GetRequiredService<ModelList>();
        app.MapPost("/v1/chat/completions", chat.AnswerAsync);
        app.MapGet("/v1/models/{**id}", models.FindAsync);
    }
}
