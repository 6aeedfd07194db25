using MedHelm.Catalog.Templates;

namespace MedHelm.Catalog.Definitions;

/// <summary>Which option is right. When optional, what matches no option leaves the instance without a right one.</summary>
internal sealed record GoldAnswer(LiquidTemplate Template, GoldKind Kind, bool Optional)
{
    public string Key => Kind switch { GoldKind.Letter => "gold.letter", GoldKind.Text => "gold.text", _ => "gold.number" };
}
