using MedHelm.Evaluation.Catalog.Templates;

namespace MedHelm.Evaluation.Catalog;

/// <summary>How a row becomes an instance. Either options with a gold answer, or one reference.</summary>
internal sealed record RowMapping(
    LiquidTemplate Id,
    LiquidTemplate Input,
    IReadOnlyList<LiquidTemplate> Options,
    GoldAnswer? Gold,
    LiquidTemplate? Reference,
    IReadOnlyList<SkipRule> Skip);
