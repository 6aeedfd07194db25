using Microsoft.Extensions.Configuration;

namespace MedHelm.ServiceDefaults;

/// <summary>
/// Where a process finds its parts, from configuration section MEDHELM (environment: MEDHELM__BUS and so on).
/// The defaults need nothing installed.
/// </summary>
public sealed record Settings
{
    /// <summary>memory: or amqp://user:password@host:5672. Default memory:.</summary>
    public Uri Bus { get; private init; } = new("memory:");

    /// <summary>embedded: or redis://host:6379. Default embedded:.</summary>
    public Uri Cache { get; private init; } = new("embedded:");

    /// <summary>sqlite:FOLDER or postgres://user:password@host:5432; each service has a database of its own there. Default sqlite:medhelm-data.</summary>
    public string Storage { get; private init; } = "sqlite:medhelm-data";

    /// <summary>Takes the place of the password in Bus. Default none.</summary>
    public string? BusPassword { get; private init; }

    /// <summary>Takes the place of the password in Storage. Default none.</summary>
    public string? StoragePassword { get; private init; }

    /// <summary>Folder with one sub-folder of upstream files a benchmark. Default none: only samples can run.</summary>
    public string? Datasets { get; private init; }

    /// <summary>Folder of the user's own benchmark and suite files. Default none.</summary>
    public string? Catalog { get; private init; }

    /// <summary>YAML file of model deployments beside the built-in baselines. Default none.</summary>
    public string? Deployments { get; private init; }

    /// <summary>YAML file of token prices, laid over the built-in price catalog. Default none.</summary>
    public string? Prices { get; private init; }

    /// <summary>The address this process listens on. Default http://127.0.0.1:5100.</summary>
    public string Urls { get; private init; } = "http://127.0.0.1:5100";

    /// <summary>
    /// Master keys of private text, 32 bytes each: the first wraps, the others only unwrap what they wrapped earlier. From MASTERKEY
    /// (base64) or MASTERKEYFILE (base64, a key a line). Default none.
    /// </summary>
    public IReadOnlyList<byte[]> MasterKeys { get; private init; } = [];

    /// <summary>A second address, for plain HTTP/1.1: Inference's route for OpenAI's clients costs the gateway half as much there. Default none.</summary>
    public Uri? HttpUrl { get; private init; }

    private Dictionary<string, string> Services { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads and checks all settings, naming every problem at once.</summary>
    /// <exception cref="SettingsException">One or more settings are unusable.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("MEDHELM");
        var problems = new List<string>();
        var defaults = new Settings();
        var settings = new Settings
        {
            Bus = Address("BUS", defaults.Bus, ["memory", "amqp", "amqps"]),
            Cache = Address("CACHE", defaults.Cache, ["embedded", "redis", "rediss"]),
            Storage = section["STORAGE"] ?? defaults.Storage,
            BusPassword = section["BUSPASSWORD"],
            StoragePassword = section["STORAGEPASSWORD"],
            Datasets = Folder("DATASETS"),
            Catalog = Folder("CATALOG"),
            Deployments = section["DEPLOYMENTS"],
            Prices = section["PRICES"],
            Urls = section["URLS"] ?? defaults.Urls,
            HttpUrl = section["HTTPURL"] is null ? null : Address("HTTPURL", defaults.Bus, ["http"]),
            MasterKeys = MasterKeyText.Configured(section["MASTERKEY"], section["MASTERKEYFILE"], problems),
            Services = section.GetSection("SERVICES").GetChildren()
                .Where(child => child.Value is not null)
                .ToDictionary(child => child.Key, child => child.Value!, StringComparer.OrdinalIgnoreCase),
        };
        if (!settings.Storage.StartsWith("sqlite:", StringComparison.Ordinal) && !settings.Storage.StartsWith("postgres://", StringComparison.Ordinal))
            problems.Add("MEDHELM__STORAGE must be sqlite:FOLDER or postgres://user@host:port.");
        if (settings.Deployments is { } file && !File.Exists(file))
            problems.Add($"MEDHELM__DEPLOYMENTS names '{file}', which does not exist.");
        if (settings.Prices is { } catalog && !File.Exists(catalog))
            problems.Add($"MEDHELM__PRICES names '{catalog}', which does not exist.");
        foreach (var (name, address) in settings.Services)
            if (!Uri.TryCreate(address, UriKind.Absolute, out _))
                problems.Add($"MEDHELM__SERVICES__{name.ToUpperInvariant()} must be an address such as http://127.0.0.1:5101, was '{address}'.");
        return problems.Count == 0 ? settings : throw new SettingsException(problems);

        Uri Address(string key, Uri fallback, string[] schemes)
        {
            if (section[key] is not { } text) return fallback;
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme, StringComparer.Ordinal)) return uri;
            // The value may hold a password, so the message does not repeat it.
            problems.Add($"MEDHELM__{key} must start with {string.Join(", ", schemes.Select(s => s + ":"))}.");
            return fallback;
        }

        string? Folder(string key)
        {
            if (section[key] is not { Length: > 0 } folder) return null;
            if (!Directory.Exists(folder)) problems.Add($"MEDHELM__{key} names the folder '{folder}', which does not exist.");
            return folder;
        }
    }

    /// <summary>The gRPC address of another service.</summary>
    /// <exception cref="SettingsException">It is not configured.</exception>
    public Uri AddressOf(string service) => Services.TryGetValue(service, out var address)
        ? new Uri(address)
        : throw new SettingsException([$"MEDHELM__SERVICES__{service.ToUpperInvariant()} is missing: set it to the address of the {service} service, such as http://127.0.0.1:5101."]);
}
