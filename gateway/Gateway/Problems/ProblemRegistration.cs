namespace MedHelm.Gateway.Problems;

/// <summary>Puts the one form of errors in front of the JSON paths.</summary>
internal static class ProblemRegistration
{
    public static void UseProblemResponses(this WebApplication app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal), json => json.UseMiddleware<ProblemResponses>());
}
