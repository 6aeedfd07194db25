namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>What is said of an answer beside its source.</summary>
internal enum FragmentMeasure
{
    /// <summary>How much of it is copied.</summary>
    Coverage,

    /// <summary>In how long passages.</summary>
    Density,

    /// <summary>How much shorter it is.</summary>
    Compression,
}
