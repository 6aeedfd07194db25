using MedHelm.Gateway.Routing;

namespace MedHelm.Gateway.Problems;

/// <summary>Puts the one form of errors in front of the JSON paths, and OpenAI's in front of those of its clients.</summary>
internal static class ProblemRegistration
{
    public static void UseProblemResponses(this WebApplication app)
    {
        app.UseWhen(context => OpenAiPaths.Holds(context.Request.Path), openAi => openAi.UseMiddleware<OpenAiProblems>());
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) && !OpenAiPaths.Holds(context.Request.Path), json => json.UseMiddleware<ProblemResponses>());
    }
}
