using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.Money;

/// <summary>Reads price lists from YAML, in the catalog and in deployments alike.</summary>
internal static class PriceFields
{
    private const string From = "from";

    private static readonly string[] Keys =
    [
        From, "input_usd_per_million", "cached_input_usd_per_million", "cache_write_usd_per_million",
        "output_usd_per_million", "reasoning_usd_per_million", "batch_factor",
    ];

    /// <summary>One list; a price that is not stated is that of its kind: cached input and cache writes as input, reasoning as output.</summary>
    public static PriceVersion Version(YamlFields fields)
    {
        fields.RefuseUnknown(Keys);
        var input = fields.Number("input_usd_per_million", 0, 1e6) ?? 0;
        var output = fields.Number("output_usd_per_million", 0, 1e6) ?? 0;
        return new PriceVersion(fields.Date(From), new PriceList
        {
            InputUsdPerMillion = input,
            CachedInputUsdPerMillion = fields.Number("cached_input_usd_per_million", 0, 1e6) ?? input,
            CacheWriteUsdPerMillion = fields.Number("cache_write_usd_per_million", 0, 1e6) ?? input,
            OutputUsdPerMillion = output,
            ReasoningUsdPerMillion = fields.Number("reasoning_usd_per_million", 0, 1e6) ?? output,
            BatchFactor = fields.Number("batch_factor", 0, 1) ?? 0,
        });
    }

    /// <summary>A list of versions under a key, each with its first day, in order. Null when there is a complaint.</summary>
    public static PriceSchedule? Schedule(YamlFields owner, string key, string id)
    {
        var versions = new List<PriceVersion>();
        foreach (var fields in owner.Maps(key))
        {
            var version = Version(fields);
            if (version.From is null) fields.Required(From);
            else if (versions is [.., { From: { } before }] && version.From <= before)
                fields.Complain(From, "must be later than the day of the version above it.");
            versions.Add(version);
        }
        if (versions.Count > 0) return new PriceSchedule(id, versions);
        owner.Complain(key, "needs at least one version with from, input_usd_per_million and output_usd_per_million.");
        return null;
    }
}
