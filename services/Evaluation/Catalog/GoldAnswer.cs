using MedHelm.Evaluation.Catalog.Templates;

namespace MedHelm.Evaluation.Catalog;

/// <summary>Which option is right, by its letter or by its text.</summary>
internal sealed record GoldAnswer(LiquidTemplate Template, bool ByLetter)
{
    public string Key => ByLetter ? "gold.letter" : "gold.text";
}
