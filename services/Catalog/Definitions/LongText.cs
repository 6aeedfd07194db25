using MedHelm.Catalog.Templates;

namespace MedHelm.Catalog.Definitions;

/// <summary>A text that may be cut so that the whole input has at most MaxTokens (cl100k_base).</summary>
internal sealed record LongText(LiquidTemplate Text, bool KeepLast, int MaxTokens);
