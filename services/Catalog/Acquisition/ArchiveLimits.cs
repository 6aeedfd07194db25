namespace MedHelm.Catalog.Acquisition;

/// <summary>What an archive or bundle may have in it.</summary>
public sealed record ArchiveLimits
{
    public int MostEntries { get; init; } = 100_000;

    /// <summary>Of all entries together, unpacked.</summary>
    public long MostBytes { get; init; } = 8L << 30;
}
