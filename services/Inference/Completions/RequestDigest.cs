using System.Globalization;
using System.Text;
using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;

namespace MedHelm.Inference.Completions;

/// <summary>
/// The cache key: the digest of every field that can change an answer, in canonical form. A field at its default is the same as
/// an absent one where that is so at every provider: a penalty of 0, an empty list, "auto" tools; for temperature and top_p only where
/// the provider documents its default. A new field here makes earlier answers unreachable, so the version is
/// counted up with it.
/// </summary>
internal static class RequestDigest
{
    private const string Version = "medhelm-completion-2";

    public static string Of(ProviderRequest request, string providerKey)
    {
        var deployment = request.Deployment;
        var parameters = request.Parameters;
        var key = new StringBuilder(512);
        Field(Version);
        Field(deployment.Id);
        Field(deployment.Provider);
        Field(deployment.Model);
        Field(deployment.BaseUrl?.AbsoluteUri ?? "");
        Field(request.PromptDigest);
        Field(Setting(parameters.HasTemperature, parameters.Temperature, DocumentedDefaults.Temperature(deployment)));
        Field(Number(parameters.MaxOutputTokens));
        Field(Setting(parameters.HasTopP, parameters.TopP, DocumentedDefaults.TopP(deployment)));
        Field(parameters.HasTopK ? Number(parameters.TopK) : "");
        Field(parameters.HasSeed ? Number(parameters.Seed) : "");
        Field(parameters.PresencePenalty == 0 ? "" : Number(parameters.PresencePenalty));
        Field(parameters.FrequencyPenalty == 0 ? "" : Number(parameters.FrequencyPenalty));
        Field(parameters.ReasoningEffort);
        Field(Number(parameters.Stop.Count));
        foreach (var stop in parameters.Stop) Field(stop);
        Field(Number(request.SampleIndex));
        Field(request.ProviderOptions);
        Field(providerKey);
        // What is sensitive is never served to whoever asks for what is not; what is private never leaves its project.
        Field(request.DataTier is DataTier.Gated or DataTier.Private ? request.DataTier.ToString() : "");
        Field(request.DataTier == DataTier.Private ? request.Project : "");
        if (request.ResponseFormat is { } format) Field(CanonicalConversation.Write(format));
        return Digest.Of(key.ToString());

        // Length first, so that no two sets of fields give the same text.
        void Field(string value) => key.Append(value.Length).Append(':').Append(value).Append('\n');
    }

    // Adding 0 makes a negative zero an ordinary one.
    private static string Setting(bool given, double value, double? standard) => !given || value == standard ? "" : Number(value + 0.0);

    private static string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
