namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>What ROUGE compares.</summary>
internal enum RougeVariant
{
    /// <summary>Words.</summary>
    One,

    /// <summary>Pairs of neighbouring words.</summary>
    Two,

    /// <summary>Longest common subsequence of the whole texts.</summary>
    L,

    /// <summary>Longest common subsequences line by line.</summary>
    Lsum,
}
