namespace MedHelm.Gateway.Routing;

/// <summary>Where each service listens, from MEDHELM:SERVICES:NAME.</summary>
internal static class ServiceAddresses
{
    private const string Section = "MEDHELM:SERVICES";

    /// <summary>The address of every service that owns a public one, by name.</summary>
    /// <exception cref="InvalidOperationException">Some are missing or unusable; the message names every one.</exception>
    public static IReadOnlyDictionary<string, Uri> Read(IConfiguration configuration)
    {
        var addresses = new SortedDictionary<string, Uri>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var owner in PublicServices.All.Select(PublicServices.OwnerOf).Distinct(StringComparer.Ordinal))
        {
            if (Find(configuration, owner, problems) is { } address) addresses[owner] = address;
            else if (string.IsNullOrEmpty(configuration[Key(owner)])) problems.Add($"{Variable(owner)} is missing.");
        }
        if (Find(configuration, OpenAiPaths.PlainCluster, problems) is { } plain) addresses[OpenAiPaths.PlainCluster] = plain;
        if (problems.Count == 0) return addresses;
        problems.Insert(0, "The gateway cannot find every service. Set each to its service's address, such as http://127.0.0.1:5101:");
        throw new InvalidOperationException(string.Join(Environment.NewLine + "  ", problems));
    }

    /// <summary>The address of one service, null where none is configured.</summary>
    /// <exception cref="InvalidOperationException">It is unusable.</exception>
    public static Uri? Find(IConfiguration configuration, string owner)
    {
        var problems = new List<string>();
        var address = Find(configuration, owner, problems);
        return problems.Count == 0 ? address : throw new InvalidOperationException(problems[0]);
    }

    /// <summary>The environment variable that names a service's address.</summary>
    public static string Variable(string owner) => Key(owner).Replace(":", "__", StringComparison.Ordinal);

    private static Uri? Find(IConfiguration configuration, string owner, List<string> problems)
    {
        if (configuration[Key(owner)] is not { Length: > 0 } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
        problems.Add($"{Variable(owner)} must be an http or https address, was '{text}'.");
        return null;
    }

    private static string Key(string owner) => $"{Section}:{owner.ToUpperInvariant()}";
}
