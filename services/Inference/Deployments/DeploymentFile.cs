using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;
using MedHelm.Inference.Providers.Baselines;
using MedHelm.Inference.Providers.Replay;
using MedHelm.ServiceDefaults;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MedHelm.Inference.Deployments;

/// <summary>Reads the YAML file of deployments, naming every problem with its line.</summary>
internal sealed class DeploymentFile
{
    private static readonly string[] Keys =
    [
        "id", "provider", "model", "display_name", "description", "tiers", "max_in_flight", "timeout_seconds", "retries",
        "prices", "api_key", "requests_per_minute", "tokens_per_minute", "deadline_seconds", "honours_idempotency_keys", "most_output_tokens", "batch", "parameters", "extra_body", "vendor", "structured_output",
    ];

    private readonly string file;
    private readonly PriceCatalog prices;
    private readonly List<string> problems = [];

    private DeploymentFile(string file, PriceCatalog prices)
    {
        this.file = file;
        this.prices = prices;
    }

    /// <exception cref="SettingsException">The file is unusable; every problem is named.</exception>
    public static IReadOnlyList<DeploymentDefinition> Read(string file, PriceCatalog prices)
    {
        var reader = new DeploymentFile(file, prices);
        var deployments = reader.Deployments();
        return reader.problems.Count == 0 ? deployments : throw new SettingsException(reader.problems);
    }

    private List<DeploymentDefinition> Deployments()
    {
        if (Load() is not { } yaml) return [];
        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }]
            || !root.Children.TryGetValue("deployments", out var list) || list is not YamlSequenceNode items)
        {
            problems.Add($"{file}:1: must be one document with a list 'deployments:'.");
            return [];
        }
        new YamlFields(root, Problem).RefuseUnknown(["deployments"]);
        var found = new List<DeploymentDefinition>();
        var ids = new HashSet<string>(BaselineProvider.Deployments.Select(d => d.Id), StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item is not YamlMappingNode map)
            {
                Problem(item, "a deployment must be a mapping with id, provider and model.");
                continue;
            }
            var definition = Deployment(new YamlFields(map, Problem));
            if (!ids.Add(definition.Id)) Problem(item, $"the id '{definition.Id}' is taken; ids must be unique, and baseline/... are built in.");
            found.Add(definition);
        }
        return found;
    }

    private YamlStream? Load()
    {
        try
        {
            return PlainYaml.Load(PlainYaml.ReadFile(file, "a deployments file"));
        }
        catch (YamlException e)
        {
            problems.Add($"{file}:{e.Start.Line}: {(e.InnerException ?? e).Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{file}:1: {e.Message}");
        }
        return null;
    }

    private DeploymentDefinition Deployment(YamlFields fields)
    {
        var provider = fields.Text("provider") ?? "";
        var kind = ProviderKind.All.FirstOrDefault(known => known.Name == provider);
        if (kind is null) fields.Complain("provider", $"must be one of {string.Join(", ", ProviderKind.All.Select(known => known.Name))}; was '{provider}'.");
        fields.RefuseUnknown([.. Keys, .. kind?.Keys ?? ProviderKind.All.SelectMany(known => known.Keys).Distinct(StringComparer.Ordinal)]);
        var id = fields.Required("id");
        var model = provider == "replay" ? fields.Text("model") ?? id : fields.Required("model");
        var maxTokensField = ProviderFields.MaxTokensField(fields);
        var definition = new DeploymentDefinition
        {
            Id = id,
            Provider = provider,
            Kind = provider == "replay" ? DeploymentKind.Replay : DeploymentKind.Model,
            Model = model,
            Vendor = Vendor(fields) ?? Vendors.Of(id, model),
            StructuredOutput = fields.Text("structured_output") is null ? StructuredOutputs.Documented(provider, model, fields.Text("base_url") ?? "") : fields.Flag("structured_output"),
            DisplayName = fields.Text("display_name") ?? "",
            Description = fields.Text("description") ?? "",
            ApprovedTiers = Tiers(fields),
            MaxInFlight = fields.Whole("max_in_flight", 1, 10_000) ?? 16,
            Timeout = TimeSpan.FromSeconds(fields.Number("timeout_seconds", 0.1, 3600) ?? 120),
            RequestsPerMinute = fields.Whole("requests_per_minute", 1, 10_000_000),
            TokensPerMinute = fields.Whole("tokens_per_minute", 1, int.MaxValue),
            Deadline = TimeSpan.FromSeconds(fields.Number("deadline_seconds", 1, 7 * 86400) ?? 900),
            HonoursIdempotencyKeys = fields.Flag("honours_idempotency_keys"),
            MostOutputTokens = fields.Whole("most_output_tokens", 1, 10_000_000) ?? 65_536,
            Batch = fields.Text("batch") is null || fields.Flag("batch"),
            Retries = fields.Whole("retries", 0, 20) ?? 4,
            Prices = Prices(fields, id),
            ApiKey = ProviderFields.Credential(fields.Map("api_key"), "api_key"),
            Overrides = Overrides(fields.Map("parameters")),
            ExtraBody = fields.Map("extra_body")?.JsonFields([.. kind?.Reserved ?? [], maxTokensField]) ?? "",
            MaxTokensField = maxTokensField,
        };
        if (provider == "replay") return Recorded(definition, fields);
        return kind is null ? definition : ProviderFields.Read(definition, kind, fields);
    }

    private static string? Vendor(YamlFields fields)
    {
        if (fields.Text("vendor") is not { } vendor) return null;
        if (!Vendors.IsName(vendor)) fields.Complain("vendor", $"must be a name such as openai or mistral, of lower-case letters, digits, '.' and '-', was '{vendor}'.");
        return vendor;
    }

    private static List<DataTier> Tiers(YamlFields fields)
    {
        var tiers = new List<DataTier>();
        foreach (var tier in fields.Texts("tiers") ?? ["public"])
        {
            switch (tier)
            {
                case "public": tiers.Add(DataTier.Public); break;
                case "gated": tiers.Add(DataTier.Gated); break;
                case "private": tiers.Add(DataTier.Private); break;
                default: fields.Complain("tiers", $"must list public, gated or private, was '{tier}'."); break;
            }
        }
        return tiers;
    }

    // A name in the catalog, a list for all times, or a list of versions with their days.
    private PriceSchedule Prices(YamlFields fields, string id)
    {
        if (fields.IsList("prices")) return PriceFields.Schedule(fields, "prices", id) ?? PriceSchedule.Free;
        if (!fields.IsText("prices")) return fields.Map("prices") is { } list ? new PriceSchedule(id, [PriceFields.Version(list)]) : PriceSchedule.Free;
        var name = fields.Required("prices");
        if (prices.Find(name) is { } known) return known;
        fields.Complain("prices", $"there is no '{name}' in the price catalog; nearest are {string.Join(", ", prices.Nearest(name))}. Name one, write the prices out (input_usd_per_million: ...), or add it to a catalog of your own (MEDHELM__PRICES).");
        return PriceSchedule.Free;
    }

    private static ParameterOverrides Overrides(YamlFields? fields)
    {
        if (fields is null) return new ParameterOverrides();
        fields.RefuseUnknown(["temperature", "omit_temperature", "max_output_tokens", "top_p"]);
        return new ParameterOverrides
        {
            Temperature = fields.Number("temperature", 0, 2),
            OmitTemperature = fields.Flag("omit_temperature"),
            MaxOutputTokens = fields.Whole("max_output_tokens", 1, 10_000_000),
            TopP = fields.Number("top_p", 0.000001, 1),
        };
    }

    private DeploymentDefinition Recorded(DeploymentDefinition definition, YamlFields fields)
    {
        var sources = new List<RecordingSource>();
        var missing = false;
        foreach (var item in fields.Maps("recordings"))
        {
            item.RefuseUnknown(["file", "benchmark"]);
            var path = Path.GetFullPath(item.Required("file"), Path.GetDirectoryName(Path.GetFullPath(file))!);
            if (!File.Exists(path))
            {
                item.Complain("file", $"there is no file '{path}'.");
                missing = true;
            }
            sources.Add(new RecordingSource(path, item.Text("benchmark")));
        }
        if (sources.Count == 0) fields.Complain("recordings", "a replay deployment needs at least one recording.");
        if (sources.Count == 0 || missing) return definition;
        try
        {
            return definition with { Recordings = sources, Recording = Recording.Read(sources) };
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            fields.Complain("recordings", e.Message);
            return definition;
        }
    }

    private void Problem(YamlNode node, string message) => problems.Add($"{file}:{node.Start.Line}: {message}");
}
