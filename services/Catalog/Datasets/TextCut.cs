namespace MedHelm.Catalog.Datasets;

/// <summary>A cut of a long text, in tokens (cl100k_base).</summary>
public sealed record TextCut(int Tokens, int KeptTokens, bool KeptLast);
