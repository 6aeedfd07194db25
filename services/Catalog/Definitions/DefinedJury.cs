using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Catalog.Definitions;

/// <summary>A jury as its YAML file defines it. Immutable; may be shared between threads.</summary>
/// <param name="DisplayName">For people.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Rules">With id and version, but without rubric, models and panels; jurors may be missing, and are then the run's. Shared: clone before changing.</param>
/// <param name="DefinitionSha256">Lower-case hex SHA-256 of the file, line endings normalised.</param>
/// <param name="File">Full path.</param>
public sealed record DefinedJury(string DisplayName, string Description, Jury Rules, string DefinitionSha256, string File)
{
    /// <summary>The jury where a run, a benchmark and the protocol name none.</summary>
    public const string Default = "default";

    /// <summary>The jury of protocol medhelm where a run and a benchmark name none.</summary>
    public const string MedHelm = "medhelm";

    public string Id => Rules.Id;
}
