namespace MedHelm.Inference.Providers;

/// <summary>The providers by name.</summary>
internal sealed class ProviderDirectory(IEnumerable<IProvider> providers)
{
    private readonly Dictionary<string, IProvider> byName = providers.ToDictionary(p => p.Name, StringComparer.Ordinal);

    public IProvider Of(ProviderRequest request) => byName[request.Deployment.Provider];
}
