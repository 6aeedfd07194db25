using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Templates;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Juries;

namespace MedHelm.Catalog.Definitions;

/// <summary>One benchmark under one protocol, as its YAML file defines it. Immutable; may be shared between threads.</summary>
public sealed record BenchmarkDefinition
{
    public required string Id { get; init; }

    /// <summary>Counted up by its authors on every change that can change a score.</summary>
    public required int Version { get; init; }

    /// <summary>One of <see cref="Protocols"/>.</summary>
    public required string Protocol { get; init; }

    public required string DisplayName { get; init; }

    public required string Description { get; init; }

    public required string Category { get; init; }

    public required string Subcategory { get; init; }

    /// <summary>Ids of the taxonomy's tasks that it covers; may be empty.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }

    public required DataTier DataTier { get; init; }

    /// <summary>Address of the upstream data, with the commit where there is one.</summary>
    public required string Source { get; init; }

    /// <summary>How to get the data where it cannot be fetched; empty for public data.</summary>
    public required string Access { get; init; }

    public required string Licence { get; init; }

    public required string Citation { get; init; }

    /// <summary>Known defects of HELM's way that protocol "corrected" mends.</summary>
    public required IReadOnlyList<Repair> Repairs { get; init; }

    /// <summary>True when its protocols differ by more than the sampling.</summary>
    public required bool DiffersByProtocol { get; init; }

    public required DatasetDefinition Dataset { get; init; }

    public required Adaptation Adaptation { get; init; }

    /// <summary>Decoding settings. Shared: clone before changing.</summary>
    public required DecodingParameters Parameters { get; init; }

    /// <summary>Most instances of each subset when a run does not say; 0 means all.</summary>
    public required int MaxInstances { get; init; }

    /// <summary>Metric names, the main one first; at least one.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>What the jury applies; null when no jury rates the answers. Shared: clone before changing.</summary>
    public required Rubric? Rubric { get; init; }

    /// <summary>Its own jury, by id; empty: the run's, else that of the protocol.</summary>
    public string Jury { get; init; } = "";

    /// <summary>Lower-case hex SHA-256 of the definition file, line endings normalised, and of shared texts it uses.</summary>
    public required string DefinitionSha256 { get; init; }

    /// <summary>Full path of the definition file.</summary>
    public required string File { get; init; }

    /// <summary>True when it came with the software, and its sample is synthetic.</summary>
    public required bool IsBundled { get; init; }

    /// <summary>Folder of the sample; null when none comes with it.</summary>
    public required string? SampleFolder { get; init; }

    /// <summary>Folder of the full data beside the definition, used where the installation has no dataset folder of its own for it; null for bundled benchmarks.</summary>
    public required string? DataFolder { get; init; }

    /// <summary>Sensitivity of the sample's text: samples that come with the software are synthetic, and public whatever the benchmark is.</summary>
    public DataTier SampleTier => IsBundled ? DataTier.Public : DataTier;

    /// <summary>True when a jury rates the answers.</summary>
    public bool OpenEnded => Rubric is not null;

    internal RowMapping Mapping { get; init; } = null!;

    internal LiquidTemplate Prompt { get; init; } = LiquidTemplate.Empty;

    internal HelmAdapter? Adapter { get; init; }

    /// <summary>
    /// The jury that rates its answers in a run, by id: what the run says of this benchmark, what it says of all, what this definition says, what goes with the protocol.
    /// </summary>
    /// <param name="ofRun">What the run says of all its benchmarks; empty when nothing.</param>
    /// <param name="ofSelection">What it says of this one; empty when nothing.</param>
    /// <param name="protocol">Protocol of the run; empty means the default.</param>
    public string JuryFor(string ofRun, string ofSelection, string protocol) =>
        ofSelection.Length > 0 ? ofSelection
        : ofRun.Length > 0 ? ofRun
        : Jury.Length > 0 ? Jury
        : Protocols.Named(protocol) == Protocols.MedHelm ? DefinedJury.MedHelm : DefinedJury.Default;

    /// <summary>The criteria by which answers to one instance are rated: the rubric's, or the instance's own.</summary>
    public IReadOnlyList<Criterion> CriteriaOf(DatasetInstance instance) => Rubric switch
    {
        null => [],
        { InstanceCriteria: { Length: > 0 } name } => InstanceCriteria.Read(instance.Extra.FirstOrDefault(e => e.Name == name).Value ?? "") ?? [],
        _ => Rubric.Criteria,
    };

    /// <summary>The prompt for one instance; the same bytes for the same instance, always.</summary>
    public string RenderPrompt(DatasetInstance instance)
    {
        var choosing = Adaptation == Adaptation.MultipleChoice;
        if (Adapter is not null)
            return Adapter.Lay(instance.Input, choosing ? instance.References : null);
        return choosing
            ? Prompt.Render(("input", instance.Input), ("options", OptionLetters.Label(instance.References)))
            : Prompt.Render(("input", instance.Input));
    }

    /// <summary>What a juror would read about an answer, as a preview; empty where no jury rates.</summary>
    public string RenderJurorPrompt(DatasetInstance instance, string response) => Rubric is null ? "" : LiquidTemplate.Parse(Rubric.Template).Render(
        ("question", instance.Input),
        ("response", response),
        ("gold_response", instance.References.FirstOrDefault(r => r.Correct)?.Text),
        ("criteria", CriteriaOf(instance).Select(object (c) => new Dictionary<string, object>(StringComparer.Ordinal) { ["name"] = c.Name, ["description"] = c.Description }).ToList()));
}
