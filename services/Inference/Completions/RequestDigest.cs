using System.Globalization;
using System.Text;
using MedHelm.Contracts;
using MedHelm.Inference.Providers;

namespace MedHelm.Inference.Completions;

/// <summary>
/// The cache key: the digest of every field that can change an answer, in canonical form. A new field here makes earlier
/// answers unreachable, so the version is counted up with it.
/// </summary>
internal static class RequestDigest
{
    private const string Version = "medhelm-completion-1";

    public static string Of(ProviderRequest request, string providerKey)
    {
        var deployment = request.Deployment;
        var parameters = request.Parameters;
        var key = new StringBuilder(256);
        Field(Version);
        Field(deployment.Id);
        Field(deployment.Provider);
        Field(deployment.Model);
        Field(deployment.BaseUrl?.AbsoluteUri ?? "");
        Field(request.PromptDigest);
        Field(parameters.HasTemperature ? Number(parameters.Temperature) : "");
        Field(Number(parameters.MaxOutputTokens));
        Field(parameters.HasTopP ? Number(parameters.TopP) : "");
        Field(parameters.HasSeed ? Number(parameters.Seed) : "");
        Field(Number(parameters.Stop.Count));
        foreach (var stop in parameters.Stop) Field(stop);
        Field(providerKey);
        return Digest.Of(key.ToString());

        // Length first, so that no two sets of fields give the same text.
        void Field(string value) => key.Append(value.Length).Append(':').Append(value).Append('\n');
    }

    private static string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
