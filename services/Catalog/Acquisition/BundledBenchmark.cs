using System.Text.Json.Serialization;

namespace MedHelm.Catalog.Acquisition;

/// <summary>The data of one benchmark in a bundle, and the definition and terms it was exported under.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BundledBenchmark(
    string Id, int DefinitionVersion, string DefinitionSha256, string DataTier, string Licence, AcceptedLicence? Accepted, IReadOnlyList<BundledFile> Files);
