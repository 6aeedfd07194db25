using System.Text.Json.Serialization;

namespace MedHelm.Catalog.Acquisition;

/// <summary>The table of contents of a bundle.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BundleManifest(string Format, int Version, IReadOnlyList<BundledBenchmark> Benchmarks)
{
    internal const string FormatName = "medhelm-datasets";
    internal const int CurrentVersion = 1;
    internal const string Entry = "manifest.json";
    internal const string Blobs = "blobs/";
}
