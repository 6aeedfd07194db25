using MedHelm.Catalog.Templates;

namespace MedHelm.Catalog.Definitions;

/// <summary>The options of a choice: a template each, or one template over every item of a list in the row.</summary>
internal sealed record OptionList(IReadOnlyList<LiquidTemplate> Each, string? Items = null);
