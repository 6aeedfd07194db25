using System.Text.Json;
using System.Text.Json.Serialization;

namespace MedHelm.Cli.Commands.Cache;

/// <summary>What a bundle of answers says of itself.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Version">Version of the format.</param>
/// <param name="CodeVersion">The program that wrote it.</param>
/// <param name="Run">The run whose answers these are; empty for all.</param>
/// <param name="Count">Answers.</param>
/// <param name="Bytes">Length of the data, unpacked.</param>
/// <param name="Sha256">Lower-case hex SHA-256 of the data, unpacked.</param>
internal sealed record BundleManifest(
    [property: JsonRequired] string Format, [property: JsonRequired] int Version, string CodeVersion, string Run, [property: JsonRequired] long Count, [property: JsonRequired] long Bytes, [property: JsonRequired] string Sha256)
{
    public const string FormatName = "medhelm-answers";
    public const int CurrentVersion = 1;

    /// <summary>Name of its file in the bundle.</summary>
    public const string Entry = "manifest.json";

    /// <summary>
    /// Name of the data: each answer with its hash as length-delimited protobuf. The hash is over an answer's protobuf bytes, and so
    /// they travel; through JSON an answer with fields that this version does not know would lose them, and fail its hash.
    /// </summary>
    public const string Data = "completions.binpb";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <exception cref="JsonException">It is none.</exception>
    public static BundleManifest? Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<BundleManifest>(json, Options);
}
