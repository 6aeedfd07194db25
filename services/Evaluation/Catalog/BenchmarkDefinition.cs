using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Evaluation.Catalog.Templates;
using MedHelm.Evaluation.Datasets;

namespace MedHelm.Evaluation.Catalog;

/// <summary>One benchmark as its YAML file defines it. Immutable; may be shared between threads.</summary>
public sealed record BenchmarkDefinition
{
    public required string Id { get; init; }

    /// <summary>Counted up by its authors on every change that can change a score.</summary>
    public required int Version { get; init; }

    /// <summary>"corrected": repairs what is known to be wrong upstream; see <see cref="Repairs"/>.</summary>
    public required string Protocol { get; init; }

    public required string DisplayName { get; init; }

    public required string Description { get; init; }

    public required string Category { get; init; }

    public required string Subcategory { get; init; }

    public required DataTier DataTier { get; init; }

    /// <summary>Address of the upstream data, with the commit where there is one.</summary>
    public required string Source { get; init; }

    public required string Licence { get; init; }

    public required string Citation { get; init; }

    /// <summary>Every known departure from HELM's behaviour, for people.</summary>
    public required IReadOnlyList<string> Repairs { get; init; }

    public required DatasetDefinition Dataset { get; init; }

    public required Adaptation Adaptation { get; init; }

    /// <summary>Decoding settings. Shared: clone before changing.</summary>
    public required DecodingParameters Parameters { get; init; }

    /// <summary>Metric names, the main one first; at least one.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>What the jury applies; null when no jury rates the answers. Shared: clone before changing.</summary>
    public required Rubric? Rubric { get; init; }

    /// <summary>Lower-case hex SHA-256 of the definition file, line endings normalised.</summary>
    public required string DefinitionSha256 { get; init; }

    /// <summary>Full path of the definition file.</summary>
    public required string File { get; init; }

    /// <summary>True when a jury rates the answers.</summary>
    public bool OpenEnded => Rubric is not null;

    internal RowMapping Mapping { get; init; } = null!;

    internal LiquidTemplate Prompt { get; init; } = LiquidTemplate.Empty;

    /// <summary>The prompt for one instance; the same bytes for the same instance, always.</summary>
    public string RenderPrompt(DatasetInstance instance) => Adaptation == Adaptation.MultipleChoice
        ? Prompt.Render(("input", instance.Input), ("options", OptionLetters.Label(instance.References)))
        : Prompt.Render(("input", instance.Input));
}
