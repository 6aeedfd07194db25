using MedHelm.Catalog.Templates;

namespace MedHelm.Catalog.Definitions;

/// <summary>How a row becomes one instance, or one for each variant. Either options with a gold answer, or one reference.</summary>
internal sealed record RowMapping(LiquidTemplate Id, LiquidTemplate Input)
{
    public OptionList? Options { get; init; }

    public GoldAnswer? Gold { get; init; }

    public LiquidTemplate? Reference { get; init; }

    public bool ReferenceOptional { get; init; }

    public IReadOnlyList<RowVariant> Variants { get; init; } = [RowVariant.Only];

    public IReadOnlyList<(string Name, LiquidTemplate Template)> Extra { get; init; } = [];

    /// <summary>What instances share that are not independent of each other, such as the patient; null where none do.</summary>
    public LiquidTemplate? Cluster { get; init; }

    public IReadOnlyList<SkipRule> Skip { get; init; } = [];

    public Duplicates Duplicates { get; init; }

    public LongText? LongText { get; init; }
}
