using System.Globalization;
using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Money;

/// <summary>The price lists of a deployment through time. Immutable.</summary>
internal sealed class PriceSchedule
{
    /// <summary>Costs nothing, at any time.</summary>
    public static readonly PriceSchedule Free = new("", [new PriceVersion(null, new PriceList())]);

    private readonly PriceVersion[] versions;

    /// <param name="id">Names the schedule in the versions of its lists.</param>
    /// <param name="versions">At least one, by ascending day.</param>
    public PriceSchedule(string id, IReadOnlyList<PriceVersion> versions) =>
        this.versions = [.. versions.Select(version => version with { List = Named(version.List, id, version.From) })];

    /// <summary>Days on which a list begins to hold, with the list; the oldest first.</summary>
    public IReadOnlyList<PriceVersion> Versions => versions;

    /// <summary>One list for all times.</summary>
    public static implicit operator PriceSchedule(PriceList list) => new("", [new PriceVersion(null, list)]);

    /// <summary>
    /// The list that holds at an instant. Before the first day the first list holds: an unknown price must not count as
    /// none. Shared: never changed.
    /// </summary>
    public PriceList At(DateTimeOffset instant)
    {
        var day = DateOnly.FromDateTime(instant.UtcDateTime);
        return (Array.FindLast(versions, version => version.From is null || version.From <= day) ?? versions[0]).List;
    }

    private static PriceList Named(PriceList list, string id, DateOnly? from)
    {
        var named = list.Clone();
        named.Version = IsFree(list) ? "" : $"{id}@{from?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "configured-" + DigestOf(list)[..8]}";
        return named;
    }

    private static bool IsFree(PriceList list) => Values(list).Take(5).All(price => price == 0);

    // Whoever changes a price without saying since when has made another version all the same.
    private static string DigestOf(PriceList list) =>
        Digest.Of(string.Join('|', Values(list).Select(value => value.ToString("R", CultureInfo.InvariantCulture))));

    private static double[] Values(PriceList list) =>
    [
        list.InputUsdPerMillion, list.CachedInputUsdPerMillion, list.CacheWriteUsdPerMillion, list.OutputUsdPerMillion, list.ReasoningUsdPerMillion, list.BatchFactor,
    ];
}
