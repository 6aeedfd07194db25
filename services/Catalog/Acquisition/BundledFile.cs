using System.Text.Json.Serialization;

namespace MedHelm.Catalog.Acquisition;

/// <summary>A file of a benchmark in a bundle: its path in the benchmark's folder, and hash and size of its bytes as they lie there.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BundledFile(string Path, string Sha256, long Size);
