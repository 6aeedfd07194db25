namespace MedHelm.Catalog.Acquisition;

/// <summary>What the bytes of a part file are of.</summary>
/// <param name="Url">Where they came from.</param>
/// <param name="ETag">Strong entity tag; null where there is none.</param>
/// <param name="LastModified">Null where there is none.</param>
/// <param name="Total">Bytes of the whole; null where the server does not say.</param>
internal sealed record PartState(string Url, string? ETag, DateTimeOffset? LastModified, long? Total);
